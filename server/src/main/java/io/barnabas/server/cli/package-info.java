/**
 * The command line: {@code start}, {@code config}, and what makes a start fast. Owns the process:
 * exit codes, signals, what is printed. Runs on the main thread.
 */
@NullMarked
package io.barnabas.server.cli;

import org.jspecify.annotations.NullMarked;
