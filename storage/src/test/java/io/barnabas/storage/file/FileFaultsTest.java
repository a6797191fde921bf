package io.barnabas.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileFaultsTest {

  @Test
  void shouldSayWhatHappenedToWhichFile() {
    assertEquals("there is no /a", FileFaults.inWords(new NoSuchFileException("/a")));
    assertEquals("permission denied for /a", FileFaults.inWords(new AccessDeniedException("/a")));
    assertEquals("/a is no directory", FileFaults.inWords(new FileAlreadyExistsException("/a")));
    assertEquals(
        "/a: Read-only file system",
        FileFaults.inWords(new FileSystemException("/a", null, "Read-only file system")));
    assertEquals("Input/output error", FileFaults.inWords(new IOException("Input/output error")));
    assertEquals("java.io.IOException", FileFaults.inWords(new IOException()));
  }

  @Test
  void shouldSayWhatCanBeDoneAboutIt() {
    String denied = FileFaults.withRemedy(new AccessDeniedException("/a"));
    assertTrue(denied.contains(System.getProperty("user.name")), denied);
    assertTrue(denied.endsWith("or name another directory in log.dirs"), denied);
    String full = FileFaults.withRemedy(new IOException("No space left on device"));
    assertTrue(full.contains("make room"), full);
  }
}
