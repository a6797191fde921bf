package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The SCRAM credentials of all users. */
public final class ScramImage {
  public static final ScramImage EMPTY = new ScramImage(PersistentMap.empty());

  private final PersistentMap<ScramCredential.Key, ScramCredential> credentials;

  ScramImage(PersistentMap<ScramCredential.Key, ScramCredential> credentials) {
    this.credentials = credentials;
  }

  /** A user's credential for a mechanism, or null where the user has none. */
  public @Nullable ScramCredential credential(ScramMechanism mechanism, String user) {
    return credentials.get(new ScramCredential.Key(mechanism, user));
  }

  public int size() {
    return credentials.size();
  }

  /** Visits every credential, in no particular order. */
  public void forEach(BiConsumer<ScramCredential.Key, ScramCredential> visitor) {
    credentials.forEach(visitor);
  }

  PersistentMap<ScramCredential.Key, ScramCredential> credentials() {
    return credentials;
  }

  void writeTo(Consumer<Message> sink) {
    TreeMap<ScramCredential.Key, ScramCredential> sorted =
        new TreeMap<>(
            Comparator.comparing(ScramCredential.Key::mechanism)
                .thenComparing(ScramCredential.Key::user));
    forEach(sorted::put);
    sorted.forEach((key, credential) -> sink.accept(credential.toRecord(key)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScramImage && ((ScramImage) other).credentials.equals(credentials);
  }

  @Override
  public int hashCode() {
    return credentials.hashCode();
  }
}
