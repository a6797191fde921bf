package io.barnabas.server.authentication;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Fetches what is at an address with file:, http: or https:, within bounds. Blocks. */
final class HttpFetch implements JwksKeys.Fetch {
  private static final int TIMEOUT_MS = 10_000;
  private static final int BYTES_MAX = 1 << 20;

  private final @Nullable SSLSocketFactory sockets;

  /**
   * Fetches by these connections.
   *
   * @param sockets for https:; null for the JDK's own
   */
  HttpFetch(@Nullable SSLSocketFactory sockets) {
    this.sockets = sockets;
  }

  @Override
  public byte[] fetch(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    connection.setUseCaches(false);
    if (sockets != null && connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(sockets);
    }
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("more than " + BYTES_MAX + " bytes");
      }
      return bytes;
    } finally {
      if (connection instanceof HttpURLConnection http) {
        http.disconnect();
      }
    }
  }
}
