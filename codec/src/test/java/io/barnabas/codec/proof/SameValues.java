package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Bytes;
import io.netty.buffer.Unpooled;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.jspecify.annotations.Nullable;

/** Compares a message of ours with one of Kafka's, field by field. */
final class SameValues {

  private SameValues() {}

  static void check(String where, Object ours, Object kafkas) throws ReflectiveOperationException {
    for (RecordComponent component : ours.getClass().getRecordComponents()) {
      String name = component.getName();
      compare(
          where + "." + name,
          component.getAccessor().invoke(ours),
          kafkas.getClass().getMethod(name).invoke(kafkas));
    }
  }

  private static void compare(String where, @Nullable Object ours, @Nullable Object kafkas)
      throws ReflectiveOperationException {
    if (ours == null || kafkas == null) {
      assertEquals(kafkas, ours, where);
    } else if (ours instanceof List) {
      compareAll(where, (List<?>) ours, List.copyOf(asCollection(kafkas)));
    } else if (ours instanceof Record && !(ours instanceof io.barnabas.codec.Uuid)) {
      check(where, ours, kafkas);
    } else {
      assertEquals(plain(kafkas), ours, where);
    }
  }

  private static void compareAll(String where, List<?> ours, List<?> kafkas)
      throws ReflectiveOperationException {
    assertEquals(kafkas.size(), ours.size(), where);
    Iterator<?> theirs = kafkas.iterator();
    for (Object each : ours) {
      compare(where, each, theirs.next());
    }
  }

  private static Collection<?> asCollection(Object kafkas) {
    return new ArrayList<>((Collection<?>) kafkas);
  }

  private static Object plain(Object kafkas) {
    if (kafkas instanceof Uuid) {
      Uuid uuid = (Uuid) kafkas;
      return new io.barnabas.codec.Uuid(
          uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }
    if (kafkas instanceof byte[]) {
      return Bytes.ofCopy((byte[]) kafkas);
    }
    if (kafkas instanceof ByteBuffer) {
      return Bytes.ofCopy((ByteBuffer) kafkas);
    }
    return kafkas instanceof MemoryRecords
        ? new ByteBufRecords(Unpooled.wrappedBuffer(((MemoryRecords) kafkas).buffer()))
        : kafkas;
  }
}
