package io.barnabas.server.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"sync", "syncDirectory"})
  void shouldNotGoOnWithWhatADiskMayForget(String failing) throws IOException {
    assertThrows(
        SyncFailedException.class,
        () -> ScramSecret.of(without(failing), directory, new Random(1)));

    assertFalse(Files.exists(directory.resolve(ScramSecret.NAME)));
  }

  private static FileSystemPort without(String failing) {
    NioFileSystem real = new NioFileSystem();
    return (FileSystemPort)
        Proxy.newProxyInstance(
            FileSystemPort.class.getClassLoader(),
            new Class<?>[] {FileSystemPort.class},
            (port, method, arguments) -> {
              if (method.getName().equals(failing)) {
                throw new SyncFailedException(Path.of(failing), new IOException("broken"));
              }
              return method.isDefault()
                  ? InvocationHandler.invokeDefault(port, method, arguments)
                  : method.invoke(real, arguments);
            });
  }
}
