package io.barnabas.compat.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * One place where two answers are not the same.
 *
 * @param path the field, without the indices of arrays
 */
record Difference(ApiKeys api, short version, String path, String kafka, String barnabas) {
  private static final List<String> NAMING_FIELDS =
      List.of(
          "apiKey",
          "groupId",
          "memberId",
          "name",
          "topic",
          "topicId",
          "partitionIndex",
          "partitionId",
          "partition",
          "index",
          "resourceName",
          "brokerId",
          "nodeId",
          "key",
          "transactionalId",
          "topicName",
          "user",
          "entity",
          "entityType");

  static List<Difference> between(ApiKeys api, short version, JsonNode kafka, JsonNode barnabas) {
    List<Difference> found = new ArrayList<>();
    compare(api, version, "", kafka, barnabas, found);
    return found;
  }

  private static void compare(
      ApiKeys api,
      short version,
      String path,
      JsonNode kafka,
      JsonNode barnabas,
      List<Difference> found) {
    if (kafka.equals(barnabas)) {
      return;
    }
    if (kafka.isObject() && barnabas.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      names(kafka.fieldNames(), names);
      names(barnabas.fieldNames(), names);
      for (String name : names) {
        compare(api, version, path + "." + name, kafka.path(name), barnabas.path(name), found);
      }
    } else if (kafka.isArray() && barnabas.isArray()) {
      elements(api, version, path + "[]", kafka, barnabas, found);
    } else {
      found.add(new Difference(api, version, path, text(kafka), text(barnabas)));
    }
  }

  /** Elements are held against those that name the same thing. */
  private static void elements(
      ApiKeys api,
      short version,
      String path,
      JsonNode kafka,
      JsonNode barnabas,
      List<Difference> found) {
    List<JsonNode> ours = new ArrayList<>();
    barnabas.forEach(ours::add);
    for (JsonNode each : kafka) {
      Optional<JsonNode> match =
          ours.stream().filter(other -> name(other).equals(name(each))).findFirst();
      if (match.isPresent()) {
        ours.remove(match.get());
        compare(api, version, named(api, path, each), each, match.get(), found);
      } else {
        found.add(new Difference(api, version, path, text(each), "(not there)"));
      }
    }
    for (JsonNode each : ours) {
      found.add(new Difference(api, version, path, "(not there)", text(each)));
    }
  }

  /** What a config may differ in depends on the config. */
  private static String named(ApiKeys api, String path, JsonNode element) {
    return api == ApiKeys.DESCRIBE_CONFIGS && path.endsWith(".configs[]")
        ? path.replace(".configs[]", ".configs[" + element.path("name").asText() + "]")
        : path;
  }

  private static JsonNode name(JsonNode element) {
    for (String field : NAMING_FIELDS) {
      if (element.has(field)) {
        return element.get(field);
      }
    }
    return element.isObject() ? MissingNode.getInstance() : element;
  }

  private static void names(Iterator<String> from, TreeSet<String> into) {
    from.forEachRemaining(into::add);
  }

  private static String text(JsonNode node) {
    return node.isMissingNode()
        ? "(not there)"
        : node.isTextual() ? node.asText() : node.toString();
  }

  @Override
  public String toString() {
    return api + " v" + version + " " + path + ": Apache Kafka " + kafka + ", Barnabas " + barnabas;
  }
}
