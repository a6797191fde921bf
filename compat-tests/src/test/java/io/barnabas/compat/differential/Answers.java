package io.barnabas.compat.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Answers as JSON in words that both brokers share. */
final class Answers {
  /** Depends on the load of the machine, or on the broker's address. */
  private static final Set<String> NOT_COMPARED = Set.of("throttleTimeMs", "host", "port");

  /** In words of the broker's own: only whether there are any is compared. */
  private static final Set<String> WORDS =
      Set.of("errorMessage", "documentation", "batchIndexErrorMessage");

  /** Ids and times that each broker chooses: only what kind of value it is is compared. */
  private static final Set<String> CHOSEN =
      Set.of(
          "clusterId",
          "directoryId",
          "lastCaughtUpTimestamp",
          "lastFetchTimestamp",
          "lastTimestamp",
          "logAppendTimeMs",
          "logDir",
          "producerId",
          "replicaDirectoryId",
          "topicId",
          "totalBytes",
          "transactionStartTimeMs",
          "usableBytes");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Answers() {}

  static JsonNode normalised(ApiMessage answer, short version, World world) {
    JsonNode json = json(answer, version);
    return normalised(
        "", answer instanceof DescribeLogDirsResponseData ? withoutPlaces(json) : json, world);
  }

  /** In which directory a log lies is each broker's own, and how large internal topics are. */
  private static JsonNode withoutPlaces(JsonNode answer) {
    ArrayNode topics = JSON.arrayNode();
    for (JsonNode directory : answer.path("results")) {
      for (JsonNode topic : ((ObjectNode) directory).withArray("topics")) {
        String name = topic.path("name").asText();
        for (JsonNode partition : topic.path("partitions")) {
          if (!name.startsWith("__")) {
            topics.add(
                ((ObjectNode) partition.deepCopy())
                    .put("name", name + "-" + partition.path("partitionIndex").asText()));
          }
        }
      }
      ((ObjectNode) directory).remove("topics");
    }
    return ((ObjectNode) answer).set("topics", topics);
  }

  private static JsonNode json(ApiMessage answer, short version) {
    try {
      Class<?> converter = Class.forName(answer.getClass().getName() + "JsonConverter");
      // Without records: their size says as much, since both were given the same bytes.
      return (JsonNode)
          converter
              .getMethod("write", answer.getClass(), short.class, boolean.class)
              .invoke(null, answer, version, false);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(answer + " cannot be shown", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(answer.getClass() + " cannot be shown", e);
    }
  }

  private static JsonNode normalised(String field, JsonNode value, World world) {
    if (value instanceof ObjectNode object) {
      ObjectNode changed = JSON.objectNode();
      object
          .properties()
          .forEach(
              each -> {
                if (!NOT_COMPARED.contains(each.getKey())) {
                  changed.set(each.getKey(), normalised(each.getKey(), each.getValue(), world));
                }
              });
      return changed;
    }
    if (value instanceof ArrayNode array) {
      List<JsonNode> elements = new ArrayList<>();
      array.forEach(element -> elements.add(normalised(field, element, world)));
      if (!field.isEmpty() && elements.stream().allMatch(JsonNode::isObject)) {
        elements.sort(Comparator.comparing(JsonNode::toString)); // The order says nothing.
      }
      return JSON.arrayNode().addAll(elements);
    }
    if (value.isNull()) {
      return value;
    }
    if (WORDS.contains(field)) {
      return TextNode.valueOf(value.asText().isEmpty() ? "" : "(words)");
    }
    String spoken = world.inSharedWords(value.asText());
    if (!spoken.equals(value.asText())) {
      return TextNode.valueOf(spoken);
    }
    if (CHOSEN.contains(field)) {
      return TextNode.valueOf(value.asText().startsWith("-") ? value.asText() : "(chosen)");
    }
    return value;
  }
}
