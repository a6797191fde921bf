/**
 * Starts, watches, kills and stops the broker under test as a process, and speaks to it over
 * sockets. The tests of the packages beside it call this one; each test thread owns what it
 * creates.
 */
@NullMarked
package io.barnabas.compat.harness;

import org.jspecify.annotations.NullMarked;
