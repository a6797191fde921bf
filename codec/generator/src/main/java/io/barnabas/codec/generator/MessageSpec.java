package io.barnabas.codec.generator;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One specification file.
 *
 * @param kind what the file calls {@code type}: request, response, header, data, metadata,
 *     coordinator-key, ...
 * @param apiKey number of the API or of the record type, or -1
 * @param listeners where Apache Kafka offers the API
 * @param latestVersionUnstable whether the last version is not yet for everybody
 * @param structs the structures nested in the message, by name
 */
record MessageSpec(
    String kind,
    int apiKey,
    Versions flexibleVersions,
    List<String> listeners,
    boolean latestVersionUnstable,
    StructSpec root,
    Map<String, StructSpec> structs) {

  String name() {
    return root.name();
  }

  Versions versions() {
    return root.versions();
  }

  Collection<StructSpec> nested() {
    return structs.values();
  }

  /** The fields of the message and of everything nested in it. */
  Stream<FieldSpec> allFields() {
    return Stream.concat(Stream.of(root), structs.values().stream())
        .flatMap(struct -> struct.fields().stream());
  }

  StructSpec struct(String name) {
    StructSpec struct = structs.get(name);
    if (struct == null) {
      throw new SpecException(name() + " uses a structure it does not define: " + name);
    }
    return struct;
  }

  /** Whether records can be found in the structure or below it. */
  boolean carriesRecords(StructSpec struct) {
    return struct.fields().stream().anyMatch(carriesRecords());
  }

  Predicate<FieldSpec> carriesRecords() {
    return field ->
        field.type().isScalar(Scalar.RECORDS)
            || !field.type().structName().isEmpty()
                && carriesRecords(struct(field.type().structName()));
  }
}
