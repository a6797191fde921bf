/**
 * The log of the process: lines on standard output, and levels that change while it runs. Named to
 * SLF4J by the entry of the process; who changes levels goes through {@link
 * io.barnabas.server.logging.Loggers}.
 */
@NullMarked
package io.barnabas.server.logging;

import org.jspecify.annotations.NullMarked;
