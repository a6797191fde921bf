package io.barnabas.server.api.access;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclVerdict;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import java.net.InetAddress;
import org.slf4j.helpers.NOPLogger;

/**
 * What the sender of one request may do. What is asked by {@code may} was wanted by the client and
 * is told in the audit log; what is asked by {@code sees} only decides what an answer shows. Any
 * thread.
 */
public final class Access {
  private final RequestContext context;
  private final Authorizer authorizer;
  private final AuditLog audit;

  /** Decides by nothing but what is asked about. */
  @FunctionalInterface
  public interface Rule {
    boolean allows(AclOperation operation, ResourceType type, String name);
  }

  private record Ruled(Rule rule) implements Authorizer {
    @Override
    public Decision decide(Question question) {
      return Decision.of(
          new AclVerdict(AclVerdict.Outcome.NO_ACLS, null),
          rule.allows(question.operation(), question.type(), question.name()));
    }

    @Override
    public boolean allowsSomewhere(
        ClientConnection.Principal principal,
        InetAddress address,
        AclOperation operation,
        ResourceType type) {
      return rule.allows(operation, type, "");
    }
  }

  Access(RequestContext context, Authorizer authorizer, AuditLog audit) {
    this.context = context;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  /** What a rule lets the sender of a request do, whoever that is; nobody is told. */
  public static Access by(Rule rule, RequestContext context) {
    return new Access(
        context, new Ruled(rule), new AuditLog(NOPLogger.NOP_LOGGER, Runnable::run, 1));
  }

  /** The version of the request. */
  public short version() {
    return context.version();
  }

  public boolean may(AclOperation operation, ResourceType type, String name) {
    Question question = question(operation, type, name);
    Decision decision = authorizer.decide(question);
    audit.note(context, question, decision);
    return decision.allowed();
  }

  public boolean mayOnCluster(AclOperation operation) {
    return may(operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  /** As {@link #may}, where another permission does as well: told only if it is given. */
  public boolean mayOrElse(AclOperation operation, ResourceType type, String name) {
    return sees(operation, type, name) && may(operation, type, name);
  }

  public boolean sees(AclOperation operation, ResourceType type, String name) {
    return authorizer.decide(question(operation, type, name)).allowed();
  }

  public boolean seesOnCluster(AclOperation operation) {
    return sees(operation, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
  }

  /** Whether there may be any resource of a kind with which the client may do this. */
  public boolean maySomewhere(AclOperation operation, ResourceType type) {
    ClientConnection connection = context.connection();
    return authorizer.allowsSomewhere(
        connection.principal(), connection.clientAddress().getAddress(), operation, type);
  }

  /** What the client may do with a resource, as {@link AuthorizedOperations} numbers it. */
  public int operations(ResourceType type, String name) {
    int allowed = 0;
    for (AclOperation operation : AclOperation.values()) {
      int bit = 1 << operation.id();
      if ((AuthorizedOperations.on(type) & bit) != 0 && sees(operation, type, name)) {
        allowed |= bit;
      }
    }
    return allowed;
  }

  private Question question(AclOperation operation, ResourceType type, String name) {
    ClientConnection connection = context.connection();
    return new Question(
        connection.principal(), connection.clientAddress().getAddress(), operation, type, name);
  }
}
