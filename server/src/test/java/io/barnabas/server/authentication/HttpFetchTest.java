package io.barnabas.server.authentication;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server of keys that answers as it likes. */
@Timeout(60)
final class HttpFetchTest {
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private ServerSocket server;

  private interface Answer {
    void write(OutputStream out) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    timer.shutdownNow();
  }

  private byte[] fetch(Answer answer) throws IOException {
    Thread answering =
        new Thread(
            () -> {
              try (Socket client = server.accept()) {
                answer.write(client.getOutputStream());
              } catch (IOException gone) {
                // As it should be.
              }
            });
    answering.start();
    return new HttpFetch(null, timer, System::nanoTime, 100)
        .fetch(new URL("http://127.0.0.1:" + server.getLocalPort() + "/keys"));
  }

  /** A byte now and then, until nobody listens. */
  private static void drip(OutputStream out) throws IOException {
    while (true) {
      out.write('x');
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(US_ASCII));
  }

  @Test
  void shouldFetchWhatIsThere() throws IOException {
    byte[] fetched = fetch(out -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkeys"));

    assertEquals("keys", new String(fetched, US_ASCII));
  }

  @Test
  void shouldNotWaitForWhoSendsAByteOfTheAnswerNowAndThen() {
    assertThrows(
        IOException.class,
        () ->
            fetch(
                out -> {
                  write(out, "HTTP/1.1 200 OK\r\n\r\n");
                  drip(out);
                }));
  }

  @Test
  void shouldNotWaitForWhoSendsAByteOfTheHeadNowAndThen() {
    assertThrows(
        IOException.class,
        () ->
            fetch(
                out -> {
                  write(out, "HTTP/1.1 200 OK\r\nServer: ");
                  drip(out);
                }));
  }
}
