/**
 * The file layer: the only place that opens files. Everything above works against {@link
 * io.barnabas.storage.file.FileSystemPort}, so that tests can lose unsynced writes and fail calls.
 * Calls block on the disk; any thread that may do that may call.
 */
@NullMarked
package io.barnabas.storage.file;

import org.jspecify.annotations.NullMarked;
