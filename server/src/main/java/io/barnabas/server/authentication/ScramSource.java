package io.barnabas.server.authentication;

import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import org.jspecify.annotations.Nullable;

/** Where SCRAM looks for what is known of users and of delegation tokens. Any thread. */
public interface ScramSource {

  /**
   * Somebody who can be proven to be.
   *
   * @param identity who that is
   */
  record Known(ScramCredential credential, Identity identity) {}

  /** The user of this name; null if it has no credential for the mechanism. */
  @Nullable Known user(ScramMechanism mechanism, String name);

  /** How many iterations most users' credentials for the mechanism have. */
  int usualIterations(ScramMechanism mechanism);

  /** The owner of the delegation token of this id; null if there is no such token, or no more. */
  @Nullable Known token(ScramMechanism mechanism, String tokenId);
}
