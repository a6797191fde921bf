/**
 * Metadata records as they are stored: which version of each is written at which feature level, and
 * the frame around them. Stateless; usable on any thread.
 */
@NullMarked
package io.barnabas.metadata.record;

import org.jspecify.annotations.NullMarked;
