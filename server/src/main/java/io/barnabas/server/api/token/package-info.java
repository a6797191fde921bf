/** Handlers about delegation tokens, by which somebody lets others act in his name (KIP-48). */
@NullMarked
package io.barnabas.server.api.token;

import org.jspecify.annotations.NullMarked;
