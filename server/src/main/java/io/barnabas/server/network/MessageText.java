package io.barnabas.server.network;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Message;
import io.barnabas.codec.Records;
import io.barnabas.server.logging.JsonText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Messages in words, for the log: of records and other bytes the size only, since they are the
 * client's business and may be secrets; nor the values of configs, for the same reason.
 */
final class MessageText {
  private static final int ELEMENTS_MAX = 20;
  private static final int TEXT_MAX = 256;
  private static final String CONFIG_VALUE = "value";
  private static final String PACKAGE = "io.barnabas.codec.message.";

  private MessageText() {}

  /** A message as a JSON object, long lists and texts cut. */
  static String of(Message message) {
    return ofRecord(message);
  }

  private static String ofRecord(Object message) {
    JsonText text = new JsonText();
    for (RecordComponent component : message.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(message);
        boolean hidden = component.getName().equals(CONFIG_VALUE) && value instanceof String;
        text.raw(component.getName(), ofValue(hidden ? "(hidden)" : value));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("a message that cannot be read", e);
      }
    }
    return text.toString();
  }

  private static String ofValue(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return String.valueOf(value);
    }
    if (value instanceof Bytes bytes) {
      return "{\"bytes\":" + bytes.length() + "}";
    }
    if (value instanceof Records records) {
      return "{\"bytes\":" + records.sizeInBytes() + "}";
    }
    if (value instanceof List<?> list) {
      return ofList(list);
    }
    if (value.getClass().isRecord() && value.getClass().getName().startsWith(PACKAGE)) {
      return ofRecord(value);
    }
    StringBuilder quoted = new StringBuilder();
    String text = value.toString();
    JsonText.quote(text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX), quoted);
    return quoted.toString();
  }

  private static String ofList(List<?> list) {
    StringJoiner elements = new StringJoiner(",", "[", "]");
    for (Object each : list.subList(0, Math.min(list.size(), ELEMENTS_MAX))) {
      elements.add(ofValue(each));
    }
    if (list.size() > ELEMENTS_MAX) {
      elements.add("\"and " + (list.size() - ELEMENTS_MAX) + " more\"");
    }
    return elements.toString();
  }
}
