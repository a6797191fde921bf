package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.server.authentication.ScramSource.Known;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One client's proof by SCRAM: two messages from it, two for it. */
final class ScramExchange implements SaslExchange {

  /** What was said first, by both sides, and what the client's proof is held against. */
  private record Asked(
      ScramFirstMessage first,
      String answer,
      String nonce,
      ScramCredential credential,
      @Nullable Identity identity) {}

  private final ScramServer server;
  private @Nullable Asked asked;

  ScramExchange(ScramServer server) {
    this.server = server;
  }

  @Override
  public SaslStep evaluate(byte[] token) {
    Asked before = asked;
    return before == null ? ask(token) : verify(before, token);
  }

  private SaslStep ask(byte[] token) {
    ScramFirstMessage first = ScramFirstMessage.parse(token);
    if (first == null) {
      return SaslStep.Refused.silently("the first SCRAM message is malformed");
    }
    if (!first.authorization().isEmpty() && !first.authorization().equals(first.user())) {
      return SaslStep.Refused.telling(
          "Authentication failed: Client requested an authorization id that is different from"
              + " username");
    }
    Known known =
        first.byToken()
            ? server.source().token(server.mechanism(), first.user())
            : server.source().user(server.mechanism(), first.user());
    ScramCredential nobodys = server.ofNobody(first.user(), first.byToken());
    ScramCredential credential = known == null ? nobodys : known.credential();
    String nonce = first.nonce() + server.nonce();
    String answer =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(credential.salt().toByteArray())
            + ",i="
            + credential.iterations();
    asked = new Asked(first, answer, nonce, credential, known == null ? null : known.identity());
    return new SaslStep.Challenge(Bytes.ofUtf8(answer));
  }

  private SaslStep verify(Asked before, byte[] token) {
    ScramFinalMessage last = ScramFinalMessage.parse(token);
    if (last == null || !last.repeats(before.first().header())) {
      return SaslStep.Refused.silently("the last SCRAM message is malformed");
    }
    // Older releases of librdkafka say their own nonce twice: it is the end that is ours to know.
    if (!last.nonce().endsWith(before.nonce())) {
      return SaslStep.Refused.silently("the last SCRAM message has another nonce");
    }
    String signed = before.first().bare() + "," + before.answer() + "," + last.withoutProof();
    byte[] storedKey = before.credential().storedKey().toByteArray();
    byte[] signature = server.hmac(storedKey, signed);
    byte[] proof = last.proofBytes();
    boolean proven =
        proof != null
            && proof.length == signature.length
            && MessageDigest.isEqual(server.hash(xor(proof, signature)), storedKey);
    Identity identity = before.identity();
    if (!proven || identity == null) {
      return SaslStep.Refused.silently(
          (before.first().byToken() ? "token " : "user ")
              + LoggedName.of(before.first().user())
              + " is unknown or has another password");
    }
    byte[] own = server.hmac(before.credential().serverKey().toByteArray(), signed);
    return new SaslStep.Proven(
        Bytes.ofUtf8("v=" + Base64.getEncoder().encodeToString(own)), identity);
  }

  private static byte[] xor(byte[] one, byte[] other) {
    byte[] both = new byte[one.length];
    for (int i = 0; i < one.length; i++) {
      both[i] = (byte) (one[i] ^ other[i]);
    }
    return both;
  }

  @Override
  public void dispose() {
    asked = null;
  }
}
