package io.barnabas.codec.generator;

import org.jspecify.annotations.Nullable;

/**
 * One field of a structure.
 *
 * @param name the Java name
 * @param versions those that carry the field
 * @param nullableVersions those in which it may be null
 * @param taggedVersions those in which it travels as a tagged field
 * @param tag its tag, or -1
 * @param flexible whether its own encoding follows the structure's flexibility; if not, it is never
 *     compact
 * @param ignorable whether a version without the field may drop a value silently
 * @param defaultText the default as written, or null if the specification names none
 */
record FieldSpec(
    String name,
    FieldType type,
    Versions versions,
    Versions nullableVersions,
    Versions taggedVersions,
    int tag,
    boolean flexible,
    boolean ignorable,
    @Nullable String defaultText,
    String about) {

  boolean isNullable() {
    return !nullableVersions.intersect(versions).isEmpty() || defaultsToNull();
  }

  boolean defaultsToNull() {
    return "null".equals(defaultText) || type.isScalar(Scalar.RECORDS);
  }

  boolean isTagged() {
    return tag >= 0;
  }
}
