/**
 * What each API demands of who asks, in front of its handler. A guard lets a request through, takes
 * out of it what its sender may not, or refuses it; afterwards it takes out of the answer what its
 * sender may not see. Handlers know nothing of that, and without an authorizer there are no guards.
 */
@NullMarked
package io.barnabas.server.api.guard;

import org.jspecify.annotations.NullMarked;
