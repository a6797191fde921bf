package io.barnabas.codec.proof;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.types.BoundField;
import org.apache.kafka.common.protocol.types.Field;
import org.apache.kafka.common.protocol.types.NullableSchema;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;
import org.apache.kafka.common.protocol.types.TaggedFields;
import org.apache.kafka.common.protocol.types.Type;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/**
 * Random content for any of Kafka's schemas: nulls and empty values where they are allowed, numbers
 * at their ends, strings of all lengths of varints, tagged fields that are there or not.
 */
final class RandomContent {

  private static final long[] EDGES = {0, 1, -1, 127, 128, Long.MAX_VALUE, Long.MIN_VALUE};
  private static final String[] ALPHABETS = {"az09._-", "\u00e4\u20ac", "\uD83D\uDE00x"};

  private final Random random;

  RandomContent(long seed) {
    this.random = new Random(seed);
  }

  Struct struct(Schema schema, int depth) {
    Struct struct = new Struct(schema);
    for (BoundField field : schema.fields()) {
      struct.set(field, value(field.def.type, depth));
    }
    return struct;
  }

  private @Nullable Object value(Type type, int depth) {
    if (type.isNullable() && random.nextInt(4) == 0) {
      return null;
    }
    if (type instanceof TaggedFields) {
      return tagged((TaggedFields) type, depth);
    }
    if (type instanceof Schema) {
      return struct((Schema) type, depth + 1);
    }
    return type.isArray()
        ? array(type.arrayElementType().orElseThrow(), depth)
        : scalar(((Type.DocumentedType) type).typeName());
  }

  /**
   * A null structure is left out: Kafka's schemas and Kafka's messages disagree on how to write one
   * as a tagged field, and the messages are what is in use. {@link SameBytesTest} has a case of its
   * own for it.
   */
  private Map<Integer, Object> tagged(TaggedFields type, int depth) {
    Map<Integer, Object> values = new TreeMap<>();
    for (Map.Entry<Integer, Field> field : type.fields().entrySet()) {
      Object value = value(field.getValue().type, depth);
      boolean isNullStruct = value == null && field.getValue().type instanceof NullableSchema;
      if (random.nextInt(4) != 0 && !isNullStruct) {
        values.put(field.getKey(), value);
      }
    }
    return values;
  }

  private @Nullable Object[] array(Type element, int depth) {
    int elementsMax = depth < 2 ? 4 : 3;
    @Nullable Object[] elements = new @Nullable Object[random.nextInt(elementsMax)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = value(element, depth + 1);
    }
    return elements;
  }

  private Object scalar(String type) {
    return switch (type) {
      case "BOOLEAN" -> random.nextBoolean();
      case "INT8" -> (byte) number();
      case "INT16" -> (short) number();
      case "UINT16" -> (int) number() & 0xffff;
      case "INT32" -> (int) number();
      case "UINT32" -> number() & 0xffff_ffffL;
      case "INT64" -> number();
      case "FLOAT64" -> random.nextGaussian();
      case "UUID" -> random.nextInt(4) == 0 ? Uuid.ZERO_UUID : new Uuid(number(), number());
      case "STRING", "COMPACT_STRING", "NULLABLE_STRING", "COMPACT_NULLABLE_STRING" -> text();
      case "BYTES", "COMPACT_BYTES", "NULLABLE_BYTES", "COMPACT_NULLABLE_BYTES" ->
          ByteBuffer.wrap(bytes());
      case "RECORDS", "COMPACT_RECORDS", "NULLABLE_RECORDS", "COMPACT_NULLABLE_RECORDS" ->
          MemoryRecords.readableRecords(ByteBuffer.wrap(bytes()));
      default -> throw new AssertionError("No content for type " + type);
    };
  }

  private long number() {
    return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
  }

  private String text() {
    String alphabet = ALPHABETS[random.nextInt(ALPHABETS.length)];
    int[] letters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = length(); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  private byte[] bytes() {
    byte[] bytes = new byte[length()];
    random.nextBytes(bytes);
    return bytes;
  }

  private int length() {
    return random.nextInt(40) == 0 ? 100 + random.nextInt(200) : random.nextInt(12);
  }
}
