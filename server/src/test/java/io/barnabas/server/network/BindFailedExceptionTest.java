package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.config.Listener;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

final class BindFailedExceptionTest {
  private static final Listener LISTENER =
      new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "castle", 80);

  private static String told(Throwable cause) {
    return new BindFailedException("listeners", LISTENER, cause).getMessage();
  }

  @Test
  void shouldSayWhatCanBeDone() {
    assertEquals(
        "Cannot listen on PLAINTEXT://castle:80: no address is known of the host castle; name one"
            + " of this machine, or none for all its addresses, in listeners",
        told(new UnresolvedAddressException()));
    assertEquals(
        "Cannot listen on PLAINTEXT://castle:80: Permission denied; set a port from 1024 on, or let"
            + " this user have the others, in listeners",
        told(new SocketException("Permission denied")));
  }
}
