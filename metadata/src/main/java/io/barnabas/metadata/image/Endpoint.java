package io.barnabas.metadata.image;

/**
 * Where a node can be reached.
 *
 * @param listener listener name, such as {@code PLAINTEXT}
 * @param port 0 to 65535
 */
public record Endpoint(String listener, String host, int port, SecurityProtocol securityProtocol) {}
