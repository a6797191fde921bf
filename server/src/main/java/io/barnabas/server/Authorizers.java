package io.barnabas.server;

import io.barnabas.metadata.controller.QuorumController;
import io.barnabas.server.api.access.AclAuthorizer;
import io.barnabas.server.api.access.AuditLog;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.config.AuthorizerConfig;
import io.barnabas.server.metrics.source.AuthorizerSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The authorizer of a broker and its audit log, if it has them. */
final class Authorizers {
  private record Parts(AclAuthorizer authorizer, AuditLog audit) {}

  private final @Nullable Parts parts;
  private final Authorization authorization;

  Authorizers(
      AuthorizerConfig config, Executor writer, LongSupplier nanoTime, Monitoring monitoring) {
    if (!config.enabled()) {
      this.parts = null;
      this.authorization = Authorization.NONE;
      return;
    }
    AclAuthorizer authorizer = new AclAuthorizer(config, nanoTime);
    monitoring.add(new AuthorizerSource(authorizer));
    AuditLog audit = new AuditLog(LoggerFactory.getLogger(AuditLog.LOGGER), writer);
    this.parts = new Parts(authorizer, audit);
    this.authorization = Authorization.by(authorizer, audit);
  }

  Authorization authorization() {
    return authorization;
  }

  /** Has the ACLs there are known before anybody is let in. Blocks. */
  void follow(QuorumController controller) {
    if (parts != null) {
      controller.addPublisher(parts.authorizer()).toCompletableFuture().join();
    }
  }

  /** Writes what is still to be told. */
  void close() {
    if (parts != null) {
      parts.audit().close();
    }
  }
}
