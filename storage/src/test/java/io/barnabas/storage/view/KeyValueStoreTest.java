package io.barnabas.storage.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.storage.file.NioFileSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyValueStoreTest {
  private static final List<ColumnFamily> FAMILIES =
      List.of(new ColumnFamily(1, "offsets"), new ColumnFamily(2, "groups"));

  @TempDir Path temp;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private KeyValueStores stores() {
    return new KeyValueStores(new NioFileSystem(), 1 << 20, 1 << 20);
  }

  private static List<String> keys(KeyValueStore store, int family, String prefix, String from) {
    List<String> keys = new ArrayList<>();
    store.scan(
        family,
        bytes(prefix),
        bytes(from),
        (key, value) -> keys.add(new String(key, StandardCharsets.UTF_8)));
    return keys;
  }

  @Test
  void shouldOpenNothingBeforeItIsUsed() {
    try (KeyValueStores stores = stores();
        KeyValueStore store = stores.store(temp.resolve("view"), FAMILIES)) {
      assertFalse(Files.exists(temp.resolve("view")));
    }
  }

  @Test
  void shouldKeepFamiliesApartAndScanByPrefix() {
    try (KeyValueStores stores = stores();
        KeyValueStore store = stores.store(temp.resolve("view"), FAMILIES)) {
      store.write(
          new KeyValueBatch()
              .put(1, bytes("a1"), bytes("x"))
              .put(1, bytes("a2"), bytes("y"))
              .put(1, bytes("b1"), bytes("z"))
              .put(2, bytes("a1"), bytes("other")));

      assertArrayEquals(bytes("x"), store.get(1, bytes("a1")));
      assertArrayEquals(bytes("other"), store.get(2, bytes("a1")));
      assertEquals(List.of("a1", "a2"), keys(store, 1, "a", ""));
      assertEquals(List.of("a2"), keys(store, 1, "a", "a2"));

      store.write(
          new KeyValueBatch().deleteRange(1, bytes("a"), bytes("b")).delete(2, bytes("a1")));

      assertEquals(List.of("b1"), keys(store, 1, "", ""));
      assertNull(store.get(2, bytes("a1")));
    }
  }

  @Test
  void shouldKeepWhatWasWrittenWhenClosed() {
    try (KeyValueStores stores = stores()) {
      KeyValueStore store = stores.store(temp.resolve("view"), FAMILIES);
      store.write(new KeyValueBatch().put(0, bytes("k"), bytes("v")));
      store.close();

      try (KeyValueStore again = stores.store(temp.resolve("view"), FAMILIES)) {
        assertArrayEquals(bytes("v"), again.get(0, bytes("k")));
      }
    }
  }

  @Test
  void shouldBeginAnewWhenDamaged() throws Exception {
    try (KeyValueStores stores = stores()) {
      KeyValueStore store = stores.store(temp.resolve("view"), FAMILIES);
      store.write(new KeyValueBatch().put(0, bytes("k"), bytes("v")));
      store.close();
      try (Stream<Path> files = Files.list(temp.resolve("view"))) {
        for (Path file : files.filter(path -> path.toString().contains("MANIFEST")).toList()) {
          Files.write(file, new byte[] {1, 2, 3});
        }
      }

      assertNull(store.get(0, bytes("k")));
      store.write(new KeyValueBatch().put(0, bytes("k"), bytes("w")));
      store.discard();
      assertNull(store.get(0, bytes("k")));
      store.close();
    }
  }
}
