package io.barnabas.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.storage.snapshot.SnapshotManifest.FileEntry;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SnapshotManifestTest {
  private static final SnapshotManifest MANIFEST =
      new SnapshotManifest(
          Map.of(SnapshotManifest.NODE_ID, "1", SnapshotManifest.TOPICS, "a,b"),
          List.of(new LogEntry("a-0", "4L6g3nShT-eMCtK--X86sw", 5, 17)),
          List.of(
              new FileEntry("a-0/00000000000000000005.log", "segments/0.log", 300, -1),
              new FileEntry("cleaner", "cleaner", 4, 0xFFFF_FFFFL)));

  @Test
  void shouldReadWhatItWrites() throws Exception {
    assertEquals(MANIFEST, SnapshotManifest.parse(MANIFEST.encode()));
  }

  @Test
  void shouldRefuseEveryManifestThatIsNotWholeOrNotAsItWas() {
    byte[] good = MANIFEST.encode();
    for (int at = 0; at < good.length; at++) {
      byte[] cut = Arrays.copyOf(good, at);
      assertThrows(SnapshotException.class, () -> SnapshotManifest.parse(cut));
      byte[] changed = good.clone();
      changed[at] ^= 1;
      assertThrows(SnapshotException.class, () -> SnapshotManifest.parse(changed));
    }
  }
}
