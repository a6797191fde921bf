package io.barnabas.metadata.image;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.metadata.UserScramCredentialRecord;

/**
 * What a server knows of a user's password (RFC 5802). Its {@code toString} does not show it.
 *
 * @param iterations at least 1
 */
public record ScramCredential(Bytes salt, Bytes storedKey, Bytes serverKey, int iterations) {

  /** Whose credential, for which mechanism. */
  public record Key(ScramMechanism mechanism, String user) {}

  static ScramCredential of(UserScramCredentialRecord record) {
    return new ScramCredential(
        record.salt(), record.storedKey(), record.serverKey(), record.iterations());
  }

  /** The record that sets this credential. */
  public UserScramCredentialRecord toRecord(Key key) {
    return UserScramCredentialRecord.builder()
        .name(key.user())
        .mechanism(key.mechanism().id())
        .salt(salt)
        .storedKey(storedKey)
        .serverKey(serverKey)
        .iterations(iterations)
        .build();
  }

  @Override
  public String toString() {
    return "ScramCredential[iterations=" + iterations + "]";
  }
}
