package io.barnabas.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.config.Listener;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpServerTest {
  private final HttpServer server =
      HttpServer.open(
          new Listener("HTTP", SecurityProtocol.PLAINTEXT, "127.0.0.1", 0),
          Thread::new,
          Map.of(
              "/page", asked -> CompletableFuture.completedStage(HttpAnswer.plain(200, "well"))));

  @AfterEach
  void close() {
    server.close();
  }

  private String answers(String requests) throws IOException {
    try (Socket client = new Socket("127.0.0.1", server.port())) {
      client.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void shouldDisconnectWhoAnnouncesTooMuch() throws IOException {
    String request =
        "POST /page HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n";

    String answers = answers(request + request);

    assertTrue(answers.startsWith("HTTP/1.1 413"), answers);
    assertEquals(answers.lastIndexOf("HTTP/1.1"), 0, answers);
  }

  @Test
  void shouldAnswerOneRequestAfterTheOther() throws IOException {
    try (Socket client = new Socket("127.0.0.1", server.port())) {
      for (int i = 0; i < 3; i++) {
        client
            .getOutputStream()
            .write("GET /page HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("well\n") < 0) {
          answer.append((char) client.getInputStream().read());
        }
        assertTrue(answer.toString().startsWith("HTTP/1.1 200"), answer.toString());
      }
    }
  }
}
