package io.barnabas.storage.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.snapshot.SnapshotManifest.FileEntry;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnapshotManifestTest {
  private static final String ID = "4L6g3nShT-eMCtK--X86sw";
  private static final String LOG = "log 5 17 " + ID + " a-0";
  private static final String SEGMENT = "file 300 -1 segments/0.log a-0/00000000000000000005.log";
  private static final SnapshotManifest MANIFEST =
      new SnapshotManifest(
          Map.of(
              SnapshotManifest.NODE_ID, "1",
              SnapshotManifest.CLUSTER_ID, "castle",
              SnapshotManifest.DIRECTORY_ID, ID,
              SnapshotManifest.CREATED_MS, "1700000000000",
              SnapshotManifest.TOPICS, "a,b"),
          List.of(new LogEntry("a-0", ID, 5, 17)),
          List.of(
              new FileEntry("a-0/00000000000000000005.log", "segments/0.log", 300, -1),
              new FileEntry("cleaner", "cleaner", 4, 0xFFFF_FFFFL)));

  @TempDir private Path directory;

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

  /** As it is, but for a line, with a checksum that fits. */
  private static byte[] forged(String before, String after) {
    String text = new String(MANIFEST.encode(), StandardCharsets.UTF_8);
    String content = text.substring(0, text.indexOf("end "));
    String line = before.replace("LOG", LOG).replace("SEGMENT", SEGMENT) + "\n";
    assertTrue(content.contains(line), line);
    String instead = after.replace("LOG", LOG).replace("SEGMENT", SEGMENT).replace("ID", ID);
    String changed = content.replace(line, instead.isEmpty() ? "" : instead + "\n");
    long crc = SnapshotManifest.crc(changed.getBytes(StandardCharsets.UTF_8));
    return (changed + "end " + crc + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "barnabas-snapshot 1 | barnabas-snapshot 2 | version '2'",
        "barnabas-snapshot 1 | barnabas-snapshot | does not begin with",
        "barnabas-snapshot 1 | {\"version\": 1 | does not begin with",
        "node.id 1 | - | does not say node.id",
        "node.id 1 | node.id one | node.id that is none: 'one'",
        "node.id 1 | node.id -1 | node.id that is none: '-1'",
        "node.id 1 | node.id 4294967297 | node.id that is none",
        "node.id 1 | node.id | expected a name and a value",
        "cluster.id castle | - | does not say cluster.id",
        "cluster.id castle | topics c | topics is there twice",
        "directory.id 4L6g3nShT-eMCtK--X86sw | - | does not say directory.id",
        "directory.id 4L6g3nShT-eMCtK--X86sw | directory.id short | directory.id that is no id",
        "created.ms 1700000000000 | - | does not say created.ms",
        "created.ms 1700000000000 | created.ms soon | created.ms that is none: 'soon'",
        "topics a,b | - | does not say topics",
        "LOG | log 5 17 ID | expected five words",
        "LOG | log five 17 ID a-0 | five is no number",
        "LOG | log -5 17 ID a-0 | -5 is not from 0",
        "LOG | log 5 4 ID a-0 | 4 is not from 5",
        "LOG | log 5 99999999999999999999 ID a-0 | is no number",
        "LOG | log 5 17 no-id a-0 | no-id is no topic id",
        "LOG | log 5 17 ????????????????????== a-0 | is no topic id",
        "LOG | log 5 17 ID a | a is no name of a log's directory",
        "LOG | log 5 17 ID ../a-0 | ../a-0 is no name",
        "LOG | log 5 17 ID a-9999999999 | is no name",
        "SEGMENT | file 300 -1 segments/0.log | expected five words",
        "SEGMENT | file much -1 segments/0.log a-0/00000000000000000005.log | much is no number",
        "SEGMENT | file -1 -1 segments/0.log a-0/00000000000000000005.log | -1 is not from 0",
        "SEGMENT | file 4294967296 -1 segments/0.log a-0/5.log | is not from 0 to 2147483647",
        "SEGMENT | file 1 -2 segments/0.log a-0/00000000000000000005.log | -2 is not from -1",
        "SEGMENT | file 1 -1 cleaner a-0/quorum-state | -1 is not from 0",
        "SEGMENT | file 1 1 ../../passwords a-0/x | ../../passwords is not a file of a snapshot",
        "SEGMENT | file 1 1 /passwords a-0/x | /passwords is not a file of a snapshot",
        "SEGMENT | file 1 1 .. a-0/x | .. is not a file of a snapshot",
        "SEGMENT | file 1 1 x ../elsewhere | ../elsewhere is not a file of a log directory",
        "SEGMENT | file 1 1 x /elsewhere | /elsewhere is not a file of a log directory",
        "SEGMENT | file 1 1 x a-0/.. | a-0/.. is not a file of a log directory",
        "SEGMENT | file 1 1 x a-0/b/c | a-0/b/c is not a file of a log directory",
        "SEGMENT | file 1 1 x cleaner | cleaner is there twice",
        "SEGMENT | nonsense | expected a name and a value",
      })
  void shouldSayInOneLineWhatIsWrong(String before, String after, String told) throws Exception {
    Files.write(
        directory.resolve(SnapshotManifest.NAME), forged(before, after == null ? "" : after));

    SnapshotException refused =
        assertThrows(
            SnapshotException.class, () -> new SnapshotRestore(new NioFileSystem(), directory));

    String message = refused.getMessage();
    assertTrue(message.startsWith(SnapshotManifest.NAME), message);
    assertTrue(message.contains(told), message);
    assertFalse(message.contains("\n"), message);
  }
}
