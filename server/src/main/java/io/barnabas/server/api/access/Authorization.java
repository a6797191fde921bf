package io.barnabas.server.api.access;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.RequestContext;
import org.jspecify.annotations.Nullable;

/** The port through which requests are authorized; without an authorizer it costs nothing. */
public final class Authorization {
  /** Everybody may do everything. */
  public static final Authorization NONE = new Authorization(null);

  private record Parts(Authorizer authorizer, AuditLog audit) {}

  private final @Nullable Parts parts;

  private Authorization(@Nullable Parts parts) {
    this.parts = parts;
  }

  /** Asks an authorizer, and tells a log. */
  public static Authorization by(AclAuthorizer authorizer, AuditLog audit) {
    return new Authorization(new Parts(authorizer, audit));
  }

  static Authorization by(Authorizer authorizer, AuditLog audit) {
    return new Authorization(new Parts(authorizer, audit));
  }

  /** Whether anybody is asked. */
  public boolean isActive() {
    return parts != null;
  }

  /** What the sender of a request may do; only where somebody is asked. */
  public Access of(RequestContext context) {
    Parts asked = parts;
    if (asked == null) {
      throw new IllegalStateException("there is no authorizer");
    }
    return new Access(context, asked.authorizer(), asked.audit());
  }

  /** Has the audit log tell that the sender of a request changed who may do what. */
  public void tell(RequestContext context, String change) {
    Parts asked = parts;
    if (asked != null) {
      asked.audit().noteChange(context, change);
    }
  }

  /** Whether the sender of a request may do this; true where nobody is asked. */
  public boolean allows(
      RequestContext context, AclOperation operation, ResourceType type, String name) {
    return parts == null || of(context).may(operation, type, name);
  }
}
