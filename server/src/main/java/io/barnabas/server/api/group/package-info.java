/**
 * Handlers of consumer groups and their offsets: translations to and from the group coordinator.
 */
@NullMarked
package io.barnabas.server.api.group;

import org.jspecify.annotations.NullMarked;
