package io.barnabas.metadata.image;

import io.barnabas.codec.metadata.RegisterBrokerRecord;
import io.barnabas.codec.metadata.RegisterControllerRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Node registrations to and from their records. */
final class Registrations {
  private Registrations() {}

  static BrokerRegistration broker(RegisterBrokerRecord record) {
    if (record.isMigratingZkBroker()) {
      throw new InvalidMetadataRecordException(
          "Broker " + record.brokerId() + " is registered as migrating from ZooKeeper");
    }
    Map<String, VersionRange> features = new TreeMap<>();
    for (RegisterBrokerRecord.BrokerFeature feature : record.features()) {
      features.put(
          feature.name(), range(feature.minSupportedVersion(), feature.maxSupportedVersion()));
    }
    return new BrokerRegistration(
        record.brokerId(),
        record.brokerEpoch(),
        record.incarnationId(),
        record.endPoints().stream()
            .map(end -> endpoint(end.name(), end.host(), end.port(), end.securityProtocol()))
            .toList(),
        features,
        record.rack(),
        record.fenced(),
        record.inControlledShutdown(),
        record.logDirs(),
        record.cordonedLogDirs());
  }

  static ControllerRegistration controller(RegisterControllerRecord record) {
    Map<String, VersionRange> features = new TreeMap<>();
    for (RegisterControllerRecord.ControllerFeature feature : record.features()) {
      features.put(
          feature.name(), range(feature.minSupportedVersion(), feature.maxSupportedVersion()));
    }
    return new ControllerRegistration(
        record.controllerId(),
        record.incarnationId(),
        record.zkMigrationReady(),
        record.endPoints().stream()
            .map(end -> endpoint(end.name(), end.host(), end.port(), end.securityProtocol()))
            .toList(),
        features);
  }

  static RegisterBrokerRecord record(BrokerRegistration broker) {
    return RegisterBrokerRecord.builder()
        .brokerId(broker.id())
        .incarnationId(broker.incarnationId())
        .brokerEpoch(broker.epoch())
        .endPoints(broker.endpoints().stream().map(Registrations::brokerEndpoint).toList())
        .features(brokerFeatures(broker.supportedFeatures()))
        .rack(broker.rack())
        .fenced(broker.fenced())
        .inControlledShutdown(broker.inControlledShutdown())
        .logDirs(broker.directories())
        .cordonedLogDirs(broker.cordonedDirectories())
        .build();
  }

  static RegisterControllerRecord record(ControllerRegistration controller) {
    return RegisterControllerRecord.builder()
        .controllerId(controller.id())
        .incarnationId(controller.incarnationId())
        .zkMigrationReady(controller.zkMigrationReady())
        .endPoints(controller.endpoints().stream().map(Registrations::controllerEndpoint).toList())
        .features(controllerFeatures(controller.supportedFeatures()))
        .build();
  }

  private static RegisterBrokerRecord.BrokerEndpoint brokerEndpoint(Endpoint endpoint) {
    return RegisterBrokerRecord.BrokerEndpoint.builder()
        .name(endpoint.listener())
        .host(endpoint.host())
        .port(endpoint.port())
        .securityProtocol(endpoint.securityProtocol().id())
        .build();
  }

  private static RegisterControllerRecord.ControllerEndpoint controllerEndpoint(Endpoint endpoint) {
    return RegisterControllerRecord.ControllerEndpoint.builder()
        .name(endpoint.listener())
        .host(endpoint.host())
        .port(endpoint.port())
        .securityProtocol(endpoint.securityProtocol().id())
        .build();
  }

  private static List<RegisterBrokerRecord.BrokerFeature> brokerFeatures(
      Map<String, VersionRange> features) {
    return sorted(features).stream()
        .map(
            feature ->
                RegisterBrokerRecord.BrokerFeature.builder()
                    .name(feature.getKey())
                    .minSupportedVersion(feature.getValue().min())
                    .maxSupportedVersion(feature.getValue().max())
                    .build())
        .toList();
  }

  private static List<RegisterControllerRecord.ControllerFeature> controllerFeatures(
      Map<String, VersionRange> features) {
    return sorted(features).stream()
        .map(
            feature ->
                RegisterControllerRecord.ControllerFeature.builder()
                    .name(feature.getKey())
                    .minSupportedVersion(feature.getValue().min())
                    .maxSupportedVersion(feature.getValue().max())
                    .build())
        .toList();
  }

  private static List<Map.Entry<String, VersionRange>> sorted(Map<String, VersionRange> features) {
    return features.entrySet().stream()
        .sorted(Comparator.comparing(Map.Entry<String, VersionRange>::getKey))
        .toList();
  }

  private static VersionRange range(short min, short max) {
    try {
      return new VersionRange(min, max);
    } catch (IllegalArgumentException notARange) {
      throw new InvalidMetadataRecordException(
          "A registration supports levels " + min + " to " + max);
    }
  }

  private static Endpoint endpoint(String name, String host, int port, short securityProtocol) {
    try {
      return new Endpoint(name, host, port, SecurityProtocol.ofId(securityProtocol));
    } catch (IllegalArgumentException unknown) {
      throw new InvalidMetadataRecordException(
          "Listener " + name + " has unknown security protocol " + securityProtocol);
    }
  }
}
