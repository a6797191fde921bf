package io.barnabas.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.barnabas.server.config.ConfigException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClientTlsTest {
  private HttpsServer issuer;
  private String certificate;

  @BeforeEach
  void serve() throws Exception {
    X509Bundle bundle =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=issuer")
            .addSanIpAddress("127.0.0.1")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    certificate = bundle.getCertificatePEM();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(bundle.toKeyStore("password".toCharArray()), "password".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    issuer = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.setHttpsConfigurator(new HttpsConfigurator(context));
    issuer.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 1);
            exchange.getResponseBody().write('!');
          }
        });
    issuer.start();
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  private int fetched(SSLSocketFactory sockets) throws IOException {
    URL url = new URL("https://127.0.0.1:" + issuer.getAddress().getPort() + "/");
    HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
    if (sockets != null) {
      connection.setSSLSocketFactory(sockets);
    }
    try (var in = connection.getInputStream()) {
      return in.read();
    } finally {
      connection.disconnect();
    }
  }

  @Test
  void shouldTrustWhomTheOptionsName() throws Exception {
    assertThrows(SSLHandshakeException.class, () -> fetched(null));

    SSLSocketFactory sockets =
        ClientTls.of(
            Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates", certificate));

    assertEquals('!', fetched(sockets));
  }

  @Test
  void shouldLeaveTheChoiceToTheJdkWhereNothingIsSaid() {
    assertNull(ClientTls.of(Map.of("clientId", "c", "unsecuredLoginStringClaim_sub", "a")));
  }

  @Test
  void shouldRefuseWhatItDoesNotObeyOrCannotRead() {
    String told =
        assertThrows(
                ConfigException.class,
                () -> ClientTls.of(Map.of("ssl.cipher.suites", "TLS_AES_128_GCM_SHA256")))
            .getMessage();
    assertTrue(told.contains("ssl.cipher.suites"), told);
    assertThrows(
        ConfigException.class,
        () -> ClientTls.of(Map.of("ssl.truststore.location", "/no/such/file.jks")));
  }
}
