/**
 * Consumer groups of the classic protocol: sharing, taking over, static members, and offsets that
 * outlive the broker.
 */
@NullMarked
package io.barnabas.compat.groups;

import org.jspecify.annotations.NullMarked;
