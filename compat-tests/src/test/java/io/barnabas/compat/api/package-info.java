/**
 * What the newest client asks of a broker: administration, producing, consuming. One shared broker
 * serves all of it.
 */
@NullMarked
package io.barnabas.compat.api;

import org.jspecify.annotations.NullMarked;
