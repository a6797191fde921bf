@NullMarked
package io.barnabas.server.metrics.source;

import org.jspecify.annotations.NullMarked;
