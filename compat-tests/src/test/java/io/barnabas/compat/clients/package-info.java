/**
 * Older clients, each in a process with a class path of its own. {@link
 * io.barnabas.compat.clients.ClientDriver} is what runs there: it uses only what all client
 * versions have in common.
 */
@NullMarked
package io.barnabas.compat.clients;

import org.jspecify.annotations.NullMarked;
