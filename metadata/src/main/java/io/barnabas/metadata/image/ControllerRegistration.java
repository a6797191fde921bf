package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import java.util.List;
import java.util.Map;

/** One controller node as it announced itself. */
public record ControllerRegistration(
    int id,
    Uuid incarnationId,
    boolean zkMigrationReady,
    List<Endpoint> endpoints,
    Map<String, VersionRange> supportedFeatures) {

  public ControllerRegistration {
    endpoints = List.copyOf(endpoints);
    supportedFeatures = Map.copyOf(supportedFeatures);
  }
}
