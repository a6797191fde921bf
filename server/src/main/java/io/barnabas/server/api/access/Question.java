package io.barnabas.server.api.access;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.ClientConnection;
import java.net.InetAddress;

/**
 * Whether somebody may do something.
 *
 * @param address where they come from
 * @param name the resource
 */
record Question(
    ClientConnection.Principal principal,
    InetAddress address,
    AclOperation operation,
    ResourceType type,
    String name) {}
