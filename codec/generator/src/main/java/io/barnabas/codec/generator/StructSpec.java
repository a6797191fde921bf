package io.barnabas.codec.generator;

import java.util.List;

/**
 * A structure: the message itself, or one nested in it.
 *
 * @param versions the versions of the message in which the structure can occur
 */
record StructSpec(String name, Versions versions, List<FieldSpec> fields, String about) {

  /** Tagged fields in the order of their tags, which is their order on the wire. */
  List<FieldSpec> taggedFields() {
    return fields.stream()
        .filter(FieldSpec::isTagged)
        .sorted((a, b) -> Integer.compare(a.tag(), b.tag()))
        .toList();
  }

  List<FieldSpec> plainFields() {
    return fields.stream().filter(field -> !field.isTagged()).toList();
  }
}
