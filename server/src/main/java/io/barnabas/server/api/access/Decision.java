package io.barnabas.server.api.access;

import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.AclVerdict;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.image.AccessControlEntry;

/**
 * The answer to a question.
 *
 * @param verdict what the ACLs said; of a super user they are not asked
 */
record Decision(boolean allowed, Reason reason, AclVerdict verdict) {
  /** What an answer rests on. */
  enum Reason {
    SUPER_USER,
    ACL,
    DEFAULT
  }

  private static final AclVerdict NOT_ASKED =
      new AclVerdict(AclVerdict.Outcome.NOT_MENTIONED, null);

  static final Decision SUPER_USER = new Decision(true, Reason.SUPER_USER, NOT_ASKED);

  /** Before the ACLs are known nobody else may do anything. */
  static final Decision NOT_READY = new Decision(false, Reason.DEFAULT, NOT_ASKED);

  static Decision of(AclVerdict verdict, boolean allowsWithoutAcls) {
    return switch (verdict.outcome()) {
      case ALLOWED -> new Decision(true, Reason.ACL, verdict);
      case DENIED -> new Decision(false, Reason.ACL, verdict);
      case NOT_MENTIONED -> new Decision(false, Reason.DEFAULT, verdict);
      case NO_ACLS -> new Decision(allowsWithoutAcls, Reason.DEFAULT, verdict);
    };
  }

  /** What it rests on, in a word or by the ACL. */
  String rule() {
    AccessControlEntry entry = verdict.entry();
    if (entry == null) {
      return reason == Reason.SUPER_USER ? "SuperUser" : allowed ? "DefaultAllow" : "DefaultDeny";
    }
    return "Acl("
        + AclPermission.ofId(entry.permissionType())
        + " "
        + entry.principal()
        + " "
        + entry.host()
        + " "
        + PatternType.ofId(entry.patternType())
        + ":"
        + entry.resourceName()
        + ")";
  }
}
