package io.barnabas.compat.sasl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes out bearer tokens and publishes the keys it signs them with, as an identity provider. */
final class Issuer implements AutoCloseable {
  static final String NAME = "https://issuer.example";

  private static final Base64.Encoder BASE_64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer server;
  private final Map<String, KeyPair> keys = new LinkedHashMap<>();
  private volatile String newest = "";
  private volatile String audience = "kafka";
  private volatile int lifetimeSeconds = 3600;

  Issuer() throws IOException, GeneralSecurityException {
    rotate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/jwks", exchange -> answer(exchange, jwks()));
    server.createContext(
        "/token", exchange -> answer(exchange, "{\"access_token\":\"" + token() + "\"}"));
    server.start();
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Signs with a new key from now on; published at once. */
  synchronized void rotate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    newest = "key-" + keys.size();
    keys.put(newest, generator.generateKeyPair());
  }

  /** Makes tokens out for others than the broker. */
  void setAudience(String to) {
    audience = to;
  }

  /** Makes tokens out for so long; may be negative. */
  void setLifetimeSeconds(int to) {
    lifetimeSeconds = to;
  }

  synchronized String jwks() {
    return keys.entrySet().stream()
        .map(each -> jwk(each.getKey(), (RSAPublicKey) each.getValue().getPublic()))
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static String jwk(String id, RSAPublicKey key) {
    return String.format(
        "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}",
        id, number(key.getModulus()), number(key.getPublicExponent()));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int from = bytes[0] == 0 ? 1 : 0;
    return BASE_64.encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
  }

  /** A token that says that its bearer is alice. */
  synchronized String token() {
    long now = System.currentTimeMillis() / 1000;
    String signed =
        part("{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"" + newest + "\"}")
            + "."
            + part(
                String.format(
                    "{\"sub\":\"alice\",\"iss\":\"%s\",\"aud\":[\"%s\"],\"iat\":%d,\"exp\":%d,"
                        + "\"scope\":\"kafka\"}",
                    NAME, audience, now - 10, now + lifetimeSeconds));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.get(newest).getPrivate());
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + BASE_64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(String json) {
    return BASE_64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
