package io.barnabas.server.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Bytes;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.file.SyncFailedException;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScramSecretTest {
  @TempDir private Path directory;

  private Bytes secret(int seed) throws IOException {
    return ScramSecret.of(new NioFileSystem(), directory, new Random(seed));
  }

  @Test
  void shouldBeTheSameAfterARestart() throws IOException {
    Bytes first = secret(1);

    assertEquals(32, first.length());
    assertEquals(first, secret(2));
    assertTrue(
        Files.getPosixFilePermissions(directory.resolve(ScramSecret.NAME)).stream()
            .noneMatch(
                each ->
                    each == PosixFilePermission.OTHERS_READ
                        || each == PosixFilePermission.OTHERS_WRITE));
  }

  @Test
  void shouldBeMadeAnewWhereTheFileIsNotWhole() throws IOException {
    Bytes first = secret(1);
    Files.write(directory.resolve(ScramSecret.NAME), new byte[5]);

    Bytes second = secret(2);

    assertNotEquals(first, second);
    assertEquals(second, secret(3));
  }

  @Test
  void shouldDoWithoutWhereItCannotBeKept() throws IOException {
    directory = directory.resolve("nowhere");

    assertEquals(32, secret(1).length());
  }

  @Test
  void shouldNotGoOnWithWhatADiskMayForget() {
    assertThrows(
        SyncFailedException.class, () -> ScramSecret.of(withoutSyncs(), directory, new Random(1)));
  }

  private static FileSystemPort withoutSyncs() {
    NioFileSystem real = new NioFileSystem();
    return (FileSystemPort)
        Proxy.newProxyInstance(
            FileSystemPort.class.getClassLoader(),
            new Class<?>[] {FileSystemPort.class},
            (port, method, arguments) -> {
              if (method.getName().equals("sync")) {
                throw new SyncFailedException((Path) arguments[1], new IOException("broken"));
              }
              return method.isDefault()
                  ? InvocationHandler.invokeDefault(port, method, arguments)
                  : method.invoke(real, arguments);
            });
  }
}
