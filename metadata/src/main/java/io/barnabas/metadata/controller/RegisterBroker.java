package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.VersionRange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A broker process announces itself; it must be unfenced, fenced and updated with the epoch it gets
 * here.
 *
 * @param incarnationId chosen at random by the process when it starts
 * @param directories ids of its online log directories, from their {@code meta.properties}
 * @param previousBrokerEpoch the epoch under which it shut down cleanly, -1 if it did not
 *     (KIP-966). Either way its replicas leave the in-sync sets in which others remain, and catch
 *     up first. What it leads for want of others gets a new leader epoch unless it shut down
 *     cleanly: only then is nothing missing of what it wrote in the present one
 * @param inService whether it may lead at once, having replayed all metadata already, as a node
 *     that is its own controller has; otherwise it leads nothing until it is unfenced
 */
public record RegisterBroker(
    int brokerId,
    Uuid incarnationId,
    List<Endpoint> endpoints,
    Map<String, VersionRange> supportedFeatures,
    @Nullable String rack,
    List<Uuid> directories,
    long previousBrokerEpoch,
    boolean inService)
    implements ControllerCommand<RegisterBroker.Reply> {
  public RegisterBroker {
    endpoints = List.copyOf(endpoints);
    supportedFeatures = Map.copyOf(supportedFeatures);
    directories = List.copyOf(directories);
  }

  /**
   * The outcome.
   *
   * @param brokerEpoch the epoch of this registration, -1 if refused
   * @param refusal null if registered
   */
  public record Reply(long brokerEpoch, @Nullable Refusal refusal) {}
}
