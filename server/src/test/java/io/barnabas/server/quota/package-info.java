@NullMarked
package io.barnabas.server.quota;

import org.jspecify.annotations.NullMarked;
