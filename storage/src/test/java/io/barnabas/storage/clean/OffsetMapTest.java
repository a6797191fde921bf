package io.barnabas.storage.clean;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OffsetMapTest {
  private static final long SEED = Long.getLong("seed", 42);

  private static ByteBuf key(int number) {
    return Unpooled.buffer().writeInt(number).writeZero(number % 7);
  }

  private static OffsetMap map(long keys, long bytes, double loadFactor) {
    return OffsetMap.of(new KeyHash(1, 2), keys, bytes, loadFactor);
  }

  private static boolean put(OffsetMap map, ByteBuf key, long offset) {
    return map.put(key, 0, key.readableBytes(), offset);
  }

  private static long get(OffsetMap map, ByteBuf key) {
    return map.get(key, 0, key.readableBytes());
  }

  @Test
  void shouldKnowTheNewestOffsetOfEachKey() {
    Random random = new Random(SEED);
    Map<Integer, Long> model = new HashMap<>();
    try (OffsetMap map = map(3000, 1 << 20, 0.9)) {
      for (long offset = 0; offset < 20_000; offset++) {
        int number = random.nextInt(3000);
        assertTrue(put(map, key(number), offset));
        model.put(number, offset);
      }
      for (int number = 0; number < 4000; number++) {
        assertEquals(model.getOrDefault(number, -1L), get(map, key(number)), "seed " + SEED);
      }
      assertEquals(model.size(), map.size());
    }
  }

  @Test
  void shouldTakeNoMoreKeysThanItHasMemoryFor() {
    try (OffsetMap map = map(1_000_000, 200 * OffsetMap.ENTRY_BYTES, 0.5)) {
      int number = 0;
      while (put(map, key(number), number)) {
        number++;
      }
      assertEquals(100, number);
      assertTrue(put(map, key(7), 1000), "a known key needs no room");
      assertFalse(put(map, key(number), 1001));
      assertEquals(1000, get(map, key(7)));
    }
  }

  @Test
  void shouldHaveRoomForAllKeysItWasMadeFor() {
    for (int keys : new int[] {0, 1, 2, 63, 64, 65, 1000}) {
      try (OffsetMap map = map(keys, 1 << 20, 0.9)) {
        assertTrue(map.capacity() >= keys, "capacity " + map.capacity() + " for " + keys);
      }
    }
  }
}
