package io.barnabas.server.authentication;

import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Users and delegation tokens as the cluster's metadata knows them. Any thread. */
public final class MetadataScram implements ScramSource {
  private final Supplier<MetadataImage> image;
  private final DelegationTokens tokens;
  private final InstantSource clock;

  public MetadataScram(
      Supplier<MetadataImage> image, DelegationTokens tokens, InstantSource clock) {
    this.image = image;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public @Nullable Known user(ScramMechanism mechanism, String name) {
    ScramCredential credential = image.get().scram().credential(mechanism, name);
    return credential == null ? null : new Known(credential, Identity.of(name));
  }

  @Override
  public @Nullable Known token(ScramMechanism mechanism, String tokenId) {
    DelegationToken token = tokens.token(tokenId);
    if (token == null || token.expiresMs() < clock.millis()) {
      return null;
    }
    String owner = token.owner();
    return new Known(
        tokens.credential(mechanism, tokenId),
        new Identity(owner.substring(owner.indexOf(':') + 1), token.expiresMs(), true));
  }
}
