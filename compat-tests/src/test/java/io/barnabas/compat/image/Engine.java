package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The container engine of this machine, and the image that is tested in it. */
final class Engine {
  private static final String IMAGE = System.getProperty("barnabas.image", "");

  private Engine() {}

  /** Skips a test where there is no engine, or no {@code -Dbarnabas.image}. */
  static void assume() {
    Assumptions.assumeFalse(IMAGE.isEmpty(), "no -Dbarnabas.image");
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(), "no container engine");
  }

  static DockerImageName image() {
    return DockerImageName.parse(IMAGE);
  }

  /** Not started yet. */
  static GenericContainer<?> container() {
    return new GenericContainer<>(image());
  }

  /** A free port that a broker finds out by itself when its port 9092 is published as this one. */
  static int portFoundOut() {
    return IntStream.of(19092, 29092, 39092, 49092, 59092)
        .filter(Engine::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** By which host a broker must tell a client in this container where it is. */
  static void assertTold(GenericContainer<?> client, String host, int port, String expected)
      throws IOException, InterruptedException {
    var answer =
        client.execInContainer(
            "bash",
            "-c",
            // Metadata, version 1, of no topic; 18 bytes into the answer comes the host.
            "exec 3<>/dev/tcp/"
                + host
                + "/"
                + port
                + "; printf '\\0\\0\\0\\16\\0\\3\\0\\1\\0\\0\\0\\1\\377\\377\\0\\0\\0\\0' >&3; timeout 5 head -c "
                + (18 + expected.length())
                + " <&3 | tail -c "
                + expected.length());
    assertEquals(expected, answer.getStdout(), answer::getStderr);
  }
}
