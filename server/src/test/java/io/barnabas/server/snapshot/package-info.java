@NullMarked
package io.barnabas.server.snapshot;

import org.jspecify.annotations.NullMarked;
