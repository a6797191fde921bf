package io.barnabas.server.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barnabas.codec.Bytes;
import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.metadata.image.DelegationTokensImage;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.scram.ScramKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of delegation tokens, which follow from their ids and the brokers' own secret and are
 * kept nowhere (KIP-48). Any thread; told of changes on the metadata executor.
 */
public final class DelegationTokens implements MetadataPublisher {
  /** Of the credential by which a token is proven. */
  static final int ITERATIONS = ScramKeys.ITERATIONS_MIN;

  private static final String HMAC = "HmacSHA512";

  /** Credentials are made of secrets by hashing them some thousand times. */
  private static final int CREDENTIALS_MAX = 1000;

  private record CredentialKey(ScramMechanism mechanism, String id) {}

  /** Of a token, besides its words. */
  private static final long BYTES_EACH = 500;

  private final byte @Nullable [] secret;
  private final long mostBytes;
  private final Map<Bytes, String> ids = new ConcurrentHashMap<>();
  private final Cache<CredentialKey, ScramCredential> credentials =
      Caffeine.newBuilder().maximumSize(CREDENTIALS_MAX).build();
  private volatile DelegationTokensImage tokens = DelegationTokensImage.EMPTY;

  /** What the tokens take of the heap; written on the metadata executor. */
  private volatile long bytes;

  /**
   * Tokens of brokers with this secret.
   *
   * @param secret null where there are no tokens
   * @param mostBytes of the heap that all may take together
   */
  public DelegationTokens(@Nullable String secret, long mostBytes) {
    this.secret = secret == null ? null : secret.getBytes(StandardCharsets.UTF_8);
    this.mostBytes = mostBytes;
  }

  /** Whether there is room for one more: whoever may have one may have as many as they like. */
  public boolean hasRoomFor(String owner, String requester, List<String> renewers) {
    return bytes + bytes(owner, requester, renewers) <= mostBytes;
  }

  private static long bytes(String owner, String requester, List<String> renewers) {
    long characters = owner.length() + requester.length();
    for (String renewer : renewers) {
      characters += renewer.length();
    }
    // Each renewer is an object, too.
    return BYTES_EACH + Character.BYTES * characters + BYTES_EACH / 8 * renewers.size();
  }

  private static long bytes(@Nullable DelegationToken token) {
    return token == null ? 0 : bytes(token.owner(), token.requester(), token.renewers());
  }

  /** Whether there are any at all. */
  public boolean areEnabled() {
    return secret != null;
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    DelegationTokensImage base = delta.base().delegationTokens();
    // A delta from nothing tells everything there is, whatever was known.
    long taken = base.size() == 0 ? 0 : bytes;
    for (String id : delta.delegationTokens().changed()) {
      taken += bytes(image.delegationTokens().token(id)) - bytes(base.token(id));
    }
    bytes = taken;
    tokens = image.delegationTokens();
    if (secret == null) {
      return;
    }
    for (String id : delta.delegationTokens().changed()) {
      if (tokens.token(id) == null) {
        ids.remove(hmac(id));
      } else {
        ids.put(hmac(id), id);
      }
    }
  }

  /** The secret of a token, whether or not there is one of this id; only where they are enabled. */
  public Bytes hmac(String id) {
    byte[] key = secret;
    if (key == null) {
      throw new IllegalStateException("delegation tokens are off");
    }
    return Bytes.ofCopy(Digests.hmac(HMAC, key, id));
  }

  /** The id of the token with this secret; null if there is none. */
  public @Nullable String idOf(Bytes hmac) {
    return ids.get(hmac);
  }

  /** All there are. */
  public DelegationTokensImage all() {
    return tokens;
  }

  /** The token of an id; null if there is none. */
  @Nullable DelegationToken token(String id) {
    return secret == null ? null : tokens.token(id);
  }

  /** What SCRAM holds a proof by the token against: its password is its secret in base 64. */
  ScramCredential credential(ScramMechanism mechanism, String id) {
    return credentials.get(new CredentialKey(mechanism, id), this::make);
  }

  private ScramCredential make(CredentialKey key) {
    // Derived, not random: forgetting it and making it anew then changes nothing for a client.
    byte[] salt = ScramKeys.salt(Digests.sha256(hmac("salt " + key.id()).toByteArray()));
    String password = Base64.getEncoder().encodeToString(hmac(key.id()).toByteArray());
    byte[] salted = ScramKeys.salted(key.mechanism(), password, salt, ITERATIONS);
    return ScramKeys.credential(key.mechanism(), salt, salted, ITERATIONS);
  }
}
