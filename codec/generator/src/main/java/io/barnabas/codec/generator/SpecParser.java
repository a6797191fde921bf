package io.barnabas.codec.generator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one specification file (JSON with comments). Attributes this class does not know stop the
 * build: they may change what goes over the wire.
 */
final class SpecParser {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.ALLOW_COMMENTS).build();

  private static final Set<String> MESSAGE_ATTRIBUTES =
      Set.of(
          "type",
          "name",
          "validVersions",
          "flexibleVersions",
          "fields",
          "apiKey",
          "listeners",
          "commonStructs",
          "latestVersionUnstable");

  /** {@code mapKey}, {@code entityType} and {@code zeroCopy} do not touch the bytes. */
  private static final Set<String> FIELD_ATTRIBUTES =
      Set.of(
          "name",
          "type",
          "versions",
          "about",
          "default",
          "fields",
          "nullableVersions",
          "entityType",
          "ignorable",
          "mapKey",
          "tag",
          "taggedVersions",
          "zeroCopy",
          "flexibleVersions");

  private final Map<String, StructSpec> structs = new LinkedHashMap<>();

  /**
   * Empty if the specification is only there to remember a removed API ({@code validVersions:
   * none}).
   */
  static Optional<MessageSpec> parse(Path file) throws IOException {
    JsonNode json = JSON.readTree(file.toFile());
    try {
      Versions versions = Versions.parse(json.path("validVersions").asText());
      return versions.isEmpty()
          ? Optional.empty()
          : Optional.of(new SpecParser().parse(json, versions));
    } catch (SpecException | NumberFormatException e) {
      throw new SpecException(file.getFileName() + ": " + e.getMessage());
    }
  }

  private MessageSpec parse(JsonNode json, Versions versions) {
    refuseUnknown(json, MESSAGE_ATTRIBUTES);
    for (JsonNode struct : json.path("commonStructs")) {
      define(struct, struct.path("name").asText(), versions);
    }
    StructSpec root =
        new StructSpec(
            json.path("name").asText(), versions, fields(json.path("fields"), versions), "");
    List<String> listeners = new ArrayList<>();
    json.path("listeners").forEach(listener -> listeners.add(listener.asText()));
    return new MessageSpec(
        json.path("type").asText(),
        json.path("apiKey").asInt(-1),
        Versions.parse(json.path("flexibleVersions").asText()),
        listeners,
        json.path("latestVersionUnstable").asBoolean(false),
        root,
        structs);
  }

  private List<FieldSpec> fields(JsonNode json, Versions context) {
    List<FieldSpec> fields = new ArrayList<>();
    for (JsonNode field : json) {
      fields.add(field(field, context));
    }
    return List.copyOf(fields);
  }

  /**
   * Only the text {@code "null"} makes null the default; JSON's own null is the same as no default.
   */
  private FieldSpec field(JsonNode json, Versions context) {
    refuseUnknown(json, FIELD_ATTRIBUTES);
    Versions tagged = Versions.parse(json.path("taggedVersions").asText("none"));
    Versions versions =
        json.has("versions") ? Versions.parse(json.path("versions").asText()) : tagged;
    if (json.has("tag") && !tagged.equals(versions)) {
      throw new SpecException("A field is tagged in some of its versions only");
    }
    FieldType type = FieldType.parse(json.path("type").asText());
    if (json.has("fields")) {
      define(json, type.structName(), versions.intersect(context));
    }
    return new FieldSpec(
        JavaNames.ofField(json.path("name").asText()),
        type,
        versions,
        Versions.parse(json.path("nullableVersions").asText("none")),
        tagged,
        json.path("tag").asInt(-1),
        flexible(json),
        json.path("ignorable").asBoolean(false),
        json.hasNonNull("default") ? json.path("default").asText() : null,
        json.path("about").asText());
  }

  private static boolean flexible(JsonNode json) {
    String text = json.path("flexibleVersions").asText("");
    if (!text.isEmpty() && !text.equals("none")) {
      throw new SpecException("A field's own flexible versions can only be none");
    }
    return text.isEmpty();
  }

  private void define(JsonNode json, String name, Versions versions) {
    StructSpec struct =
        new StructSpec(
            name, versions, fields(json.path("fields"), versions), json.path("about").asText());
    if (structs.put(name, struct) != null) {
      throw new SpecException("Defines " + name + " twice");
    }
  }

  private static void refuseUnknown(JsonNode json, Set<String> known) {
    json.fieldNames()
        .forEachRemaining(
            attribute -> {
              if (!known.contains(attribute)) {
                throw new SpecException("Unknown attribute " + attribute);
              }
            });
  }
}
