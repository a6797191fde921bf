package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.RemoveUserScramCredentialRecord;
import io.barnabas.codec.metadata.UserScramCredentialRecord;
import java.util.Set;

/** Changes of SCRAM credentials, on their way into an image. */
public final class ScramDelta {
  private final ScramImage base;
  private final MapDelta<ScramCredential.Key, ScramCredential> credentials;

  ScramDelta(ScramImage base) {
    this.base = base;
    this.credentials = new MapDelta<>(base.credentials());
  }

  /** Whose credentials were set or removed. */
  public Set<ScramCredential.Key> changed() {
    return credentials.changed();
  }

  boolean replay(Message record) {
    if (record instanceof UserScramCredentialRecord set) {
      credentials.put(key(set.mechanism(), set.name()), ScramCredential.of(set));
    } else if (record instanceof RemoveUserScramCredentialRecord removed) {
      credentials.remove(key(removed.mechanism(), removed.name()));
    } else {
      return false;
    }
    return true;
  }

  ScramImage apply() {
    return changed().isEmpty() ? base : new ScramImage(credentials.apply());
  }

  private static ScramCredential.Key key(byte mechanism, String user) {
    return new ScramCredential.Key(ScramMechanism.ofId(mechanism), user);
  }
}
