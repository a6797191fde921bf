/**
 * The group coordinator's door: {@link io.barnabas.group.GroupCoordinator} and its configuration.
 * Request handlers call it from any thread.
 */
@NullMarked
package io.barnabas.group;

import org.jspecify.annotations.NullMarked;
