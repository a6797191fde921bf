package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All delegation tokens, by their ids. */
public final class DelegationTokensImage {
  public static final DelegationTokensImage EMPTY =
      new DelegationTokensImage(PersistentMap.empty());

  private final PersistentMap<String, DelegationToken> tokens;

  DelegationTokensImage(PersistentMap<String, DelegationToken> tokens) {
    this.tokens = tokens;
  }

  public @Nullable DelegationToken token(String id) {
    return tokens.get(id);
  }

  public int size() {
    return tokens.size();
  }

  /** Visits every token, in no particular order. */
  public void forEach(Consumer<DelegationToken> visitor) {
    tokens.forEach((id, token) -> visitor.accept(token));
  }

  PersistentMap<String, DelegationToken> tokens() {
    return tokens;
  }

  void writeTo(Consumer<Message> sink) {
    TreeMap<String, DelegationToken> sorted = new TreeMap<>();
    tokens.forEach(sorted::put);
    sorted.values().forEach(token -> sink.accept(token.toRecord()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DelegationTokensImage
        && ((DelegationTokensImage) other).tokens.equals(tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }
}
