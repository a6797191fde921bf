package io.barnabas.codec.generator;

import java.util.stream.IntStream;

/** The fewest bytes a structure can take on the wire: what a claimed count is held against. */
final class EncodedSize {

  private final MessageSpec message;

  EncodedSize(MessageSpec message) {
    this.message = message;
  }

  /** The minimum over all versions in which the structure can occur. */
  int minOf(StructSpec struct) {
    Versions versions = struct.versions();
    int min =
        IntStream.rangeClosed(versions.lowest(), versions.highest())
            .map(version -> minOf(struct, version))
            .min()
            .orElseThrow();
    if (min < 1) {
      throw new SpecException(
          struct.name() + " can take no bytes at all, so counts of it cannot be checked");
    }
    return min;
  }

  private int minOf(StructSpec struct, int version) {
    boolean flexible = message.flexibleVersions().contains(version);
    int fields =
        struct.fields().stream()
            .filter(field -> field.versions().contains(version))
            .filter(field -> !field.taggedVersions().contains(version))
            .mapToInt(field -> minOf(field, version, flexible && field.flexible()))
            .sum();
    return flexible ? fields + 1 : fields;
  }

  private int minOf(FieldSpec field, int version, boolean flexible) {
    if (field.type().isArray()) {
      return flexible ? 1 : 4;
    }
    if (field.type().isStruct()) {
      boolean nullable = field.nullableVersions().contains(version);
      return nullable ? 1 : minOf(message.struct(field.type().structName()), version);
    }
    return ((FieldType.OfScalar) field.type()).scalar().minSize(flexible);
  }
}
