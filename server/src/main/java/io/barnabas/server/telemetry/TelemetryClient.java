package io.barnabas.server.telemetry;

import java.util.Map;

/**
 * What subscriptions may ask of a client.
 *
 * @param instanceId in text form
 */
public record TelemetryClient(
    String instanceId,
    String clientId,
    String softwareName,
    String softwareVersion,
    String sourceAddress,
    int sourcePort) {

  /** The same by the names that match rules use. */
  Map<String, String> selectors() {
    return Map.of(
        "client_instance_id", instanceId,
        "client_id", clientId,
        "client_software_name", softwareName,
        "client_software_version", softwareVersion,
        "client_source_address", sourceAddress,
        "client_source_port", Integer.toString(sourcePort));
  }
}
