package io.barnabas.server.config;

import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.SecurityProtocol;

/**
 * One place to listen on, or to be told to clients.
 *
 * @param name its name, in upper case
 * @param protocol how it is secured
 * @param host a name or address; empty for all interfaces, or for this machine's own name when
 *     advertised
 * @param port 0 for any free one
 */
public record Listener(String name, SecurityProtocol protocol, String host, int port) {

  /** Whether it is open on all addresses of this machine. */
  public boolean isOnAllAddresses() {
    return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
  }

  /** The same on another port. */
  public Listener onPort(int other) {
    return new Listener(name, protocol, host, other);
  }

  /** As it is registered with the controller. */
  public Endpoint endpoint() {
    return new Endpoint(name, host, port, protocol);
  }

  @Override
  public String toString() {
    return name + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
