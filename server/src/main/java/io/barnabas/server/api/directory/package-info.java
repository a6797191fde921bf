/** Handlers about the log directories of this broker. Constructed by the registry's list. */
@NullMarked
package io.barnabas.server.api.directory;

import org.jspecify.annotations.NullMarked;
