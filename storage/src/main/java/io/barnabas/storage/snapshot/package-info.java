/**
 * Snapshots: the logs of some topics as they were at one moment, by hard links, and their way back
 * into a log directory. The format is in {@code FORMAT.md}.
 */
@NullMarked
package io.barnabas.storage.snapshot;

import org.jspecify.annotations.NullMarked;
