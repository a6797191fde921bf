package io.barnabas.metadata.acl;

import io.barnabas.metadata.image.AccessControlEntry;
import org.jspecify.annotations.Nullable;

/**
 * What the ACLs say to a query.
 *
 * @param entry the one that decided, or null where none did
 */
public record AclVerdict(Outcome outcome, @Nullable AccessControlEntry entry) {
  /** How it ended. */
  public enum Outcome {
    ALLOWED,
    DENIED,
    /** The resource has ACLs, none of which speaks of this. */
    NOT_MENTIONED,
    /** The resource has no ACLs at all. */
    NO_ACLS
  }

  static final AclVerdict NOT_MENTIONED = new AclVerdict(Outcome.NOT_MENTIONED, null);
  static final AclVerdict NO_ACLS = new AclVerdict(Outcome.NO_ACLS, null);
}
