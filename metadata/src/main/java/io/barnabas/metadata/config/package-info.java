/**
 * Definitions of the configs that live in metadata: names, types, defaults, permitted values, short
 * documentation, the broker-level synonyms they fall back to, and how an effective value is found.
 * Everything here is immutable and may be used on any thread.
 */
@NullMarked
package io.barnabas.metadata.config;

import org.jspecify.annotations.NullMarked;
