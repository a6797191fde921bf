package io.barnabas.server.api.access;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.ClientConnection;
import java.net.InetAddress;

/** Decides. Any thread; never waits. */
interface Authorizer {
  Decision decide(Question question);

  /** Whether there may be any resource of the kind with which this may be done. */
  boolean allowsSomewhere(
      ClientConnection.Principal principal,
      InetAddress address,
      AclOperation operation,
      ResourceType type);
}
