package io.barnabas.server.api.scram;

import io.barnabas.codec.Bytes;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** What a server keeps of a password (RFC 5802, section 3). */
public final class ScramKeys {
  /** The least and the most iterations that are taken, as in Apache Kafka. */
  public static final int ITERATIONS_MIN = 4096;

  public static final int ITERATIONS_MAX = 16_384;

  private static final int SALT_BYTES = 17;
  private static final int SALT_BITS = 130;

  private ScramKeys() {}

  /** A salt of the form that Apache Kafka's clients give theirs, of bytes that are at random. */
  public static byte[] salt(byte[] random) {
    return new BigInteger(1, Arrays.copyOf(random, SALT_BYTES))
        .shiftRight(SALT_BYTES * Byte.SIZE - SALT_BITS)
        .toString(Character.MAX_RADIX)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The credential of a password that was salted already; neither may be empty. */
  public static ScramCredential credential(
      ScramMechanism mechanism, byte[] salt, byte[] saltedPassword, int iterations) {
    try {
      byte[] clientKey = hmac(mechanism, saltedPassword, "Client Key");
      byte[] storedKey = MessageDigest.getInstance("SHA-" + bits(mechanism)).digest(clientKey);
      return new ScramCredential(
          Bytes.ofCopy(salt),
          Bytes.ofCopy(storedKey),
          Bytes.ofCopy(hmac(mechanism, saltedPassword, "Server Key")),
          iterations);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks what every JVM has", e);
    }
  }

  /** A password with its salt. */
  public static byte[] salted(
      ScramMechanism mechanism, String password, byte[] salt, int iterations) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + bits(mechanism))
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits(mechanism)))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks what every JVM has", e);
    }
  }

  private static int bits(ScramMechanism mechanism) {
    return switch (mechanism) {
      case SCRAM_SHA_256 -> 256;
      case SCRAM_SHA_512 -> 512;
    };
  }

  private static byte[] hmac(ScramMechanism mechanism, byte[] key, String text)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA" + bits(mechanism));
    mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }
}
