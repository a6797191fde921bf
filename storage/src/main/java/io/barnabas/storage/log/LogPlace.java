package io.barnabas.storage.log;

import java.nio.file.Path;

/**
 * Where a log lies.
 *
 * @param directory its own directory
 * @param context what the logs of the log directory around it share
 */
record LogPlace(Path directory, LogContext context) {}
