/** How far consumer groups are behind, in records and in time. */
@NullMarked
package io.barnabas.server.lag;

import org.jspecify.annotations.NullMarked;
