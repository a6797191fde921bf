package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.RegisterBrokerRecord;
import io.barnabas.metadata.controller.RegisterBroker.Reply;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.DirectoryIds;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.VersionRange;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides {@link RegisterBroker}. */
final class RegisterBrokerRules implements CommandRules<RegisterBroker, Reply> {
  private static final long NO_EPOCH = -1;

  private final Elections elections;

  RegisterBrokerRules(Elections elections) {
    this.elections = elections;
  }

  @Override
  public Decision<Reply> decide(RegisterBroker command, Situation situation) {
    Refusal refusal = refusal(command, situation);
    if (refusal != null) {
      return Decision.none(new Reply(NO_EPOCH, refusal));
    }
    BrokerRegistration same = sameProcess(command, situation.image());
    long epoch = same == null ? situation.nextOffset() : same.epoch();
    RegisterBrokerRecord record = record(command, epoch, same);
    return Decision.inParts(
        same == null && command.inService()
            ? elections.withEntry(record, !wasCleanShutdown(command, situation.image()), situation)
            : elections.with(record, command.brokerId(), situation),
        new Reply(epoch, null));
  }

  private static boolean wasCleanShutdown(RegisterBroker command, MetadataImage image) {
    BrokerRegistration before = image.cluster().broker(command.brokerId());
    return before != null && before.epoch() == command.previousBrokerEpoch();
  }

  private static @Nullable BrokerRegistration sameProcess(
      RegisterBroker command, MetadataImage image) {
    BrokerRegistration existing = image.cluster().broker(command.brokerId());
    return existing != null && existing.incarnationId().equals(command.incarnationId())
        ? existing
        : null;
  }

  private static @Nullable Refusal refusal(RegisterBroker command, Situation situation) {
    Refusal refusal = refusalForDirectories(command, situation.image());
    if (refusal == null) {
      refusal = refusalForFeatures(command, situation.image());
    }
    return refusal == null ? refusalForOther(command, situation) : refusal;
  }

  /** A process that was heard in this term and has not been fenced is taken to be alive. */
  private static @Nullable Refusal refusalForOther(RegisterBroker command, Situation situation) {
    BrokerRegistration existing = situation.image().cluster().broker(command.brokerId());
    return existing != null
            && !existing.incarnationId().equals(command.incarnationId())
            && existing.epoch() >= situation.termStartOffset()
            && existing.isActive()
        ? new Refusal(
            MetadataFault.DUPLICATE_BROKER_REGISTRATION,
            "Another process is registered as broker " + command.brokerId() + " and in service.")
        : null;
  }

  private static @Nullable Refusal refusalForDirectories(
      RegisterBroker command, MetadataImage image) {
    if (command.directories().isEmpty()) {
      return invalid("No directories specified in request");
    }
    if (new HashSet<>(command.directories()).size() != command.directories().size()) {
      return invalid("Duplicate directory ID in request");
    }
    for (Uuid directory : command.directories()) {
      if (DirectoryIds.isReserved(directory)) {
        return invalid("Reserved directory ID in request");
      }
      for (BrokerRegistration other : image.cluster().brokers().values()) {
        if (other.id() != command.brokerId() && other.directories().contains(directory)) {
          return invalid(
              "Broker " + other.id() + " is already registered with directory " + directory);
        }
      }
    }
    return null;
  }

  private static @Nullable Refusal refusalForFeatures(RegisterBroker command, MetadataImage image) {
    for (Map.Entry<String, Short> feature : image.features().finalizedLevels().entrySet()) {
      VersionRange supported = command.supportedFeatures().get(feature.getKey());
      if (supported == null || !supported.contains(feature.getValue())) {
        return new Refusal(
            MetadataFault.UNSUPPORTED_FEATURE_LEVEL,
            "Unable to register because the broker does not support finalized version "
                + feature.getValue()
                + " of "
                + feature.getKey()
                + ". The broker wants a version between "
                + (supported == null ? 0 : supported.min())
                + " and "
                + (supported == null ? 0 : supported.max())
                + ", inclusive.");
      }
    }
    return null;
  }

  private static RegisterBrokerRecord record(
      RegisterBroker command, long epoch, @Nullable BrokerRegistration same) {
    return new BrokerRegistration(
            command.brokerId(),
            epoch,
            command.incarnationId(),
            command.endpoints(),
            command.supportedFeatures(),
            command.rack(),
            same == null ? !command.inService() : same.fenced(),
            same != null && same.inControlledShutdown(),
            command.directories(),
            same == null ? null : same.cordonedDirectories())
        .toRecord();
  }

  private static Refusal invalid(String message) {
    return new Refusal(MetadataFault.INVALID_REQUEST, message);
  }
}
