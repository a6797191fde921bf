package io.barnabas.metadata.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PersistentMapTest {

  /** A key whose hashes collide a lot. */
  private record Key(int number) {
    @Override
    public int hashCode() {
      return number % 7;
    }
  }

  @Test
  void shouldAgreeWithHashMapAfterEveryChange() {
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      PersistentMap<Key, Integer> map = PersistentMap.empty();
      Map<Key, Integer> model = new HashMap<>();
      for (int step = 0; step < 500; step++) {
        Key key = new Key(random.nextInt(60));
        if (random.nextInt(3) == 0) {
          map = map.without(key);
          model.remove(key);
        } else {
          map = map.with(key, step);
          model.put(key, step);
        }
        assertEquals(model, toMap(map), "seed " + seed + " step " + step);
        assertEquals(model.size(), map.size());
        assertEquals(model.get(key), map.get(key));
      }
    }
  }

  @Test
  void shouldLeaveEarlierVersionsAlone() {
    PersistentMap<String, Integer> before = PersistentMap.empty();
    for (int i = 0; i < 10_000; i++) {
      before = before.with("topic-" + i, i);
    }

    PersistentMap<String, Integer> after = before.without("topic-17").with("topic-18", -1);

    assertEquals(17, before.get("topic-17"));
    assertEquals(18, before.get("topic-18"));
    assertNull(after.get("topic-17"));
    assertEquals(-1, after.get("topic-18"));
    assertEquals(9_999, after.size());
  }

  @Test
  void shouldBeEqualWhateverTheOrderOfInsertion() {
    PersistentMap<Key, Integer> up = PersistentMap.empty();
    PersistentMap<Key, Integer> down = PersistentMap.empty();
    for (int i = 0; i < 100; i++) {
      up = up.with(new Key(i), i);
      down = down.with(new Key(99 - i), 99 - i);
    }

    assertEquals(up, down);
    assertEquals(up.hashCode(), down.hashCode());
  }

  private static <K> Map<K, Integer> toMap(PersistentMap<K, Integer> map) {
    Map<K, Integer> result = new HashMap<>();
    map.forEach(result::put);
    return result;
  }
}
