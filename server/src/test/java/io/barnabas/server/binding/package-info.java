/** What the broker keeps beside its logs. */
@NullMarked
package io.barnabas.server.binding;

import org.jspecify.annotations.NullMarked;
