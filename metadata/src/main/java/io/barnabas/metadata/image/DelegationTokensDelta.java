package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.DelegationTokenRecord;
import io.barnabas.codec.metadata.RemoveDelegationTokenRecord;
import java.util.Set;

/** Changes of delegation tokens, on their way into an image. */
public final class DelegationTokensDelta {
  private final DelegationTokensImage base;
  private final MapDelta<String, DelegationToken> tokens;

  DelegationTokensDelta(DelegationTokensImage base) {
    this.base = base;
    this.tokens = new MapDelta<>(base.tokens());
  }

  /** The ids of the tokens that were made, renewed or removed. */
  public Set<String> changed() {
    return tokens.changed();
  }

  boolean replay(Message record) {
    if (record instanceof DelegationTokenRecord token) {
      tokens.put(token.tokenId(), DelegationToken.of(token));
    } else if (record instanceof RemoveDelegationTokenRecord removed) {
      tokens.remove(removed.tokenId());
    } else {
      return false;
    }
    return true;
  }

  DelegationTokensImage apply() {
    return changed().isEmpty() ? base : new DelegationTokensImage(tokens.apply());
  }
}
