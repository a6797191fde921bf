/** Handlers about the credentials of users who prove a password by SCRAM. */
@NullMarked
package io.barnabas.server.api.scram;

import org.jspecify.annotations.NullMarked;
