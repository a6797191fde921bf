package io.barnabas.server.authentication;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what is at an address with file:, http: or https:, within bounds of size and time: who
 * sends a byte now and then is not waited for. Blocks.
 */
final class HttpFetch implements JwksKeys.Fetch {
  /** For each step: to connect, and to hear something more. */
  private static final int TIMEOUT_MS = 10_000;

  private static final long TOTAL_MS = 30_000;
  private static final int BYTES_MAX = 1 << 20;
  private static final int PIECE = 8 << 10;

  private final @Nullable SSLSocketFactory sockets;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final long totalMs;

  /**
   * Fetches by these connections.
   *
   * @param sockets for https:; null for the JDK's own
   * @param timer ends a wait for the beginning of an answer
   */
  HttpFetch(
      @Nullable SSLSocketFactory sockets, ScheduledExecutorService timer, LongSupplier nanoTime) {
    this(sockets, timer, nanoTime, TOTAL_MS);
  }

  HttpFetch(
      @Nullable SSLSocketFactory sockets,
      ScheduledExecutorService timer,
      LongSupplier nanoTime,
      long totalMs) {
    this.sockets = sockets;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.totalMs = totalMs;
  }

  @Override
  public byte[] fetch(URL url) throws IOException {
    long end = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(totalMs);
    URLConnection connection = url.openConnection();
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    connection.setUseCaches(false);
    if (sockets != null && connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(sockets);
    }
    try (InputStream in = open(connection)) {
      return read(in, end);
    } finally {
      disconnect(connection);
    }
  }

  /** The JDK reads the head of an answer in many steps, which only the end of the socket ends. */
  private InputStream open(URLConnection connection) throws IOException {
    Future<?> tooLate =
        timer.schedule(() -> disconnect(connection), totalMs, TimeUnit.MILLISECONDS);
    try {
      return connection.getInputStream();
    } finally {
      tooLate.cancel(false);
    }
  }

  private static void disconnect(URLConnection connection) {
    if (connection instanceof HttpURLConnection http) {
      http.disconnect();
    }
  }

  private byte[] read(InputStream in, long end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      bytes.write(piece, 0, count);
      if (bytes.size() > BYTES_MAX) {
        throw new IOException("more than " + BYTES_MAX + " bytes");
      }
      if (nanoTime.getAsLong() - end > 0) {
        throw new IOException("it takes longer than " + totalMs + " ms");
      }
    }
    return bytes.toByteArray();
  }
}
