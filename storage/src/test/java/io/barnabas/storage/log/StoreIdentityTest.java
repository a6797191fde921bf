package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class StoreIdentityTest {
  private static final Path METADATA = Path.of("/metadata");
  private static final Path OTHER = Path.of("/other");

  private final FaultyFileSystem disk = new FaultyFileSystem();

  private String start(Path... directories) throws Exception {
    try (StoreFixture world = new StoreFixture(disk, directories);
        LogStore store = world.open()) {
      return store.clusterId();
    }
  }

  @Test
  void shouldNotBeginAClusterBesideTheLogsOfAnother() throws Exception {
    String cluster = start(METADATA, OTHER);

    LogStoreException refused =
        assertThrows(LogStoreException.class, () -> start(OTHER.resolve("new"), OTHER));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("/other/new") && message.contains(cluster), message);
    assertTrue(message.contains("metadata.log.dir"), message);
    assertFalse(disk.exists(OTHER.resolve("new/meta.properties")), "it stays nobody's");
  }

  @Test
  void shouldTakeAFurtherDirectory() throws Exception {
    String cluster = start(METADATA);
    assertEquals(cluster, start(METADATA, OTHER));
  }
}
