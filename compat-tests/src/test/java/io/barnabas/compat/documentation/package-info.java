/**
 * Runs what the pages of the documentation tell their readers to type; CONTRIBUTING.md has the
 * convention.
 */
@NullMarked
package io.barnabas.compat.documentation;

import org.jspecify.annotations.NullMarked;
