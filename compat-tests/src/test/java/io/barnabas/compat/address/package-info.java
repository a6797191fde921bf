/** The address by which clients are told to connect. */
@org.jspecify.annotations.NullMarked
package io.barnabas.compat.address;
