package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.RegisterBrokerRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One broker as the controller knows it.
 *
 * @param epoch offset of the registration record: a later registration has a higher epoch
 * @param incarnationId identity of the process that registered
 * @param fenced a fenced broker leads nothing and is not shown to clients
 * @param directories ids of the log directories that are online
 * @param cordonedDirectories ids of directories that take no new replicas; null until reported
 */
public record BrokerRegistration(
    int id,
    long epoch,
    Uuid incarnationId,
    List<Endpoint> endpoints,
    Map<String, VersionRange> supportedFeatures,
    @Nullable String rack,
    boolean fenced,
    boolean inControlledShutdown,
    List<Uuid> directories,
    @Nullable List<Uuid> cordonedDirectories) {

  public BrokerRegistration {
    endpoints = List.copyOf(endpoints);
    supportedFeatures = Map.copyOf(supportedFeatures);
    directories = List.copyOf(directories);
    cordonedDirectories = cordonedDirectories == null ? null : List.copyOf(cordonedDirectories);
  }

  /** Whether this broker may lead and be in sync: neither fenced nor on its way out. */
  public boolean isActive() {
    return !fenced && !inControlledShutdown;
  }

  /** Whether a replica in this directory can be served, as far as the directory goes. */
  public boolean isOnline(Uuid directory) {
    return directories.contains(directory)
        || directory.equals(DirectoryIds.UNASSIGNED)
        || directory.equals(DirectoryIds.MIGRATING);
  }

  /** The endpoint of a listener, or null where the broker does not have it. */
  public @Nullable Endpoint endpoint(String listener) {
    for (Endpoint endpoint : endpoints) {
      if (endpoint.listener().equals(listener)) {
        return endpoint;
      }
    }
    return null;
  }

  /** The record that brings this registration about. */
  public RegisterBrokerRecord toRecord() {
    return Registrations.record(this);
  }

  BrokerRegistration withState(
      boolean newFenced,
      boolean newInControlledShutdown,
      List<Uuid> newDirectories,
      @Nullable List<Uuid> newCordonedDirectories) {
    return new BrokerRegistration(
        id,
        epoch,
        incarnationId,
        endpoints,
        supportedFeatures,
        rack,
        newFenced,
        newInControlledShutdown,
        newDirectories,
        newCordonedDirectories);
  }
}
