/**
 * Who may do what, asked and answered: the authorizer over the ACLs of the metadata, and the log
 * that tells of it.
 */
@NullMarked
package io.barnabas.server.api.access;

import org.jspecify.annotations.NullMarked;
