/** Handlers of the ACLs themselves. Constructed by the registry's list. */
@NullMarked
package io.barnabas.server.api.acl;

import org.jspecify.annotations.NullMarked;
