package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.scram.ScramKeys;
import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * SCRAM-SHA-256 or SCRAM-SHA-512 (RFC 5802, RFC 7677). Somebody who is not known is asked for a
 * proof like everybody else, with a salt that is always the same for a name and as many iterations
 * as most have, and fails with it: who is known, but for those of other iterations, cannot be told
 * from what is answered or how long it takes.
 */
public final class ScramServer implements SaslMechanism {
  private static final int NONCE_BYTES = 20;

  private final ScramMechanism mechanism;
  private final ScramSource source;
  private final RandomGenerator random;
  private final byte[] secretOfNobody;

  /**
   * The server's side of a mechanism.
   *
   * @param random for nonces: cannot be foretold; any thread
   * @param secretOfNobody what the salts of those who are not known follow from; not empty, and the
   *     same after a restart, as the salts of those who are known are
   */
  public ScramServer(
      ScramMechanism mechanism, ScramSource source, RandomGenerator random, Bytes secretOfNobody) {
    this.mechanism = mechanism;
    this.source = source;
    this.random = random;
    this.secretOfNobody = secretOfNobody.toByteArray();
  }

  @Override
  public String name() {
    return name(mechanism);
  }

  /** The name of a mechanism in SASL. */
  public static String name(ScramMechanism mechanism) {
    return "SCRAM-SHA-" + bits(mechanism);
  }

  /** The first proof by a delegation token hashes it some thousand times. */
  @Override
  public boolean isSlow() {
    return true;
  }

  @Override
  public SaslExchange begin() {
    return new ScramExchange(this);
  }

  ScramSource source() {
    return source;
  }

  ScramMechanism mechanism() {
    return mechanism;
  }

  String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).toString(Character.MAX_RADIX);
  }

  /**
   * A credential that no password fits.
   *
   * @param byToken whether the name is meant as a delegation token's id
   */
  ScramCredential ofNobody(String name, boolean byToken) {
    // Users have another salt for each mechanism, too.
    byte[] salt = ScramKeys.salt(hmac(secretOfNobody, name() + (byToken ? "/" : " ") + name));
    byte[] key = new byte[bits(mechanism) / Byte.SIZE];
    random.nextBytes(key);
    return new ScramCredential(
        Bytes.ofCopy(salt),
        Bytes.ofCopy(key),
        Bytes.ofCopy(key),
        byToken ? DelegationTokens.ITERATIONS : source.usualIterations(mechanism));
  }

  byte[] hmac(byte[] key, String text) {
    return Digests.hmac("HmacSHA" + bits(mechanism), key, text);
  }

  byte[] hash(byte[] data) {
    return Digests.hash("SHA-" + bits(mechanism), data);
  }

  private static int bits(ScramMechanism mechanism) {
    return switch (mechanism) {
      case SCRAM_SHA_256 -> 256;
      case SCRAM_SHA_512 -> 512;
    };
  }
}
