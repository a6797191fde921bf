package io.barnabas.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class NioFileSystemTest {
  @TempDir private Path root;
  private final NioFileSystem files = new NioFileSystem();

  private static boolean isClosedToOthers(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path)).endsWith("---");
  }

  @Test
  void shouldCreateNothingThatOthersMayReadOrWrite() throws Exception {
    Path directory = root.resolve("data/orders-0");
    files.createDirectories(directory);
    Path file = directory.resolve("a.log");
    files.openForWrite(file).close();
    files.replaceAtomically(directory.resolve("b"), ByteBuffer.allocate(1));
    files.tryLock(directory.resolve(".lock")).close();

    for (Path each : Set.of(root.resolve("data"), directory)) {
      assertTrue(isClosedToOthers(each), each.toString());
      assertFalse(Files.getPosixFilePermissions(each).contains(PosixFilePermission.GROUP_WRITE));
    }
    for (Path each : files.list(directory)) {
      assertTrue(isClosedToOthers(each), each.toString());
      assertFalse(Files.getPosixFilePermissions(each).contains(PosixFilePermission.GROUP_WRITE));
    }
  }

  @Test
  void shouldKeepSecretsFromTheGroup() throws IOException {
    Path directory = root.resolve("data/__cluster_metadata-0");
    files.createPrivateDirectories(directory);

    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
  }

  @Test
  void shouldTellWhatOthersMayDoWhereTheyCanGetThere() throws IOException {
    Path open = root.resolve("open");
    Files.createDirectory(open);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xrwx"));
    assertEquals(Set.of(), files.openToOthers(open), "the way there is barred");

    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    assertEquals(
        Set.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE),
        files.openToOthers(open));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
    assertEquals(Set.of(), files.openToOthers(open));
  }
}
