package io.barnabas.server.authentication;

import static java.util.Map.Entry.comparingByValue;

import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramImage;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.scram.ScramKeys;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Users and delegation tokens as the cluster's metadata knows them. Any thread. */
public final class MetadataScram implements ScramSource {
  private final Supplier<MetadataImage> image;
  private final DelegationTokens tokens;
  private final InstantSource clock;
  private volatile Usual usual = new Usual(ScramImage.EMPTY, Map.of());

  /** What most credentials have, and of which credentials that was found out. */
  private record Usual(ScramImage of, Map<ScramMechanism, Integer> iterations) {}

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
  public int usualIterations(ScramMechanism mechanism) {
    ScramImage now = image.get().scram();
    Usual known = usual;
    if (known.of() != now) {
      known = new Usual(now, mostly(now));
      usual = known;
    }
    return known.iterations().getOrDefault(mechanism, ScramKeys.ITERATIONS_MIN);
  }

  private static Map<ScramMechanism, Integer> mostly(ScramImage credentials) {
    Map<ScramMechanism, Map<Integer, Integer>> counts = new EnumMap<>(ScramMechanism.class);
    credentials.forEach(
        (key, credential) ->
            counts
                .computeIfAbsent(key.mechanism(), mechanism -> new TreeMap<>())
                .merge(credential.iterations(), 1, Integer::sum));
    Map<ScramMechanism, Integer> most = new EnumMap<>(ScramMechanism.class);
    counts.forEach(
        (mechanism, byIterations) ->
            most.put(
                mechanism, Collections.max(byIterations.entrySet(), comparingByValue()).getKey()));
    return most;
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
