package io.barnabas.metadata.controller;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.BrokerRegistrationChangeRecord;
import io.barnabas.codec.metadata.UnregisterBrokerRecord;
import io.barnabas.metadata.image.BrokerRegistration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides the commands that change one broker's registration: {@link FenceBroker}, {@link
 * RetireBroker}, {@link UnfenceBroker}, {@link UnregisterBroker} and {@link UpdateBroker}.
 */
final class BrokerStateRules {
  private static final byte FENCED = 1;
  private static final byte UNFENCED = -1;

  private final Elections elections;

  BrokerStateRules(Elections elections) {
    this.elections = elections;
  }

  Decision<BrokerReply> fence(FenceBroker command, Situation situation) {
    return changed(command.brokerId(), command.brokerEpoch(), true, situation);
  }

  Decision<BrokerReply> retire(RetireBroker command, Situation situation) {
    Refusal refusal =
        BrokerEpochs.refusal(command.brokerId(), command.brokerEpoch(), situation.image());
    BrokerRegistration broker = situation.image().cluster().broker(command.brokerId());
    if (refusal != null || broker == null || broker.fenced()) {
      return Decision.none(new BrokerReply(refusal));
    }
    Message fenced = change(broker).fenced(FENCED).build();
    return Decision.inParts(
        elections.withRetirement(fenced, broker.id(), situation), new BrokerReply(null));
  }

  Decision<BrokerReply> unfence(UnfenceBroker command, Situation situation) {
    return changed(command.brokerId(), command.brokerEpoch(), false, situation);
  }

  Decision<BrokerReply> unregister(UnregisterBroker command, Situation situation) {
    BrokerRegistration broker = situation.image().cluster().broker(command.brokerId());
    if (broker == null) {
      return Decision.none(
          new BrokerReply(BrokerEpochs.refusal(command.brokerId(), -1, situation.image())));
    }
    return done(
        UnregisterBrokerRecord.builder().brokerId(broker.id()).brokerEpoch(broker.epoch()).build(),
        broker,
        situation);
  }

  Decision<BrokerReply> update(UpdateBroker command, Situation situation) {
    BrokerRegistration broker = situation.image().cluster().broker(command.brokerId());
    Refusal refusal =
        BrokerEpochs.refusal(command.brokerId(), command.brokerEpoch(), situation.image());
    if (refusal == null && broker != null) {
      refusal = refusalForDirectories(command, broker);
    }
    if (refusal != null || broker == null) {
      return Decision.none(new BrokerReply(refusal));
    }
    boolean shutdownBegins = command.inControlledShutdown() && !broker.inControlledShutdown();
    boolean directoriesChange =
        !Set.copyOf(command.directories()).equals(Set.copyOf(broker.directories()));
    if (!shutdownBegins && !directoriesChange) {
      return Decision.none(new BrokerReply(null));
    }
    return done(
        change(broker)
            .inControlledShutdown((byte) (shutdownBegins ? 1 : 0))
            .logDirs(directoriesChange ? command.directories() : List.<Uuid>of())
            .build(),
        broker,
        situation);
  }

  private Decision<BrokerReply> changed(
      int brokerId, long brokerEpoch, boolean fenced, Situation situation) {
    Refusal refusal = BrokerEpochs.refusal(brokerId, brokerEpoch, situation.image());
    BrokerRegistration broker = situation.image().cluster().broker(brokerId);
    if (refusal != null || broker == null || broker.fenced() == fenced) {
      return Decision.none(new BrokerReply(refusal));
    }
    return done(change(broker).fenced(fenced ? FENCED : UNFENCED).build(), broker, situation);
  }

  private Decision<BrokerReply> done(
      Message change, BrokerRegistration broker, Situation situation) {
    return Decision.inParts(elections.with(change, broker.id(), situation), new BrokerReply(null));
  }

  private static BrokerRegistrationChangeRecord.Builder change(BrokerRegistration broker) {
    return BrokerRegistrationChangeRecord.builder()
        .brokerId(broker.id())
        .brokerEpoch(broker.epoch());
  }

  /** Directories go offline while a broker runs; new ones come with a new registration only. */
  private static @Nullable Refusal refusalForDirectories(
      UpdateBroker command, BrokerRegistration broker) {
    return command.directories().isEmpty()
            || !broker.directories().containsAll(command.directories())
        ? new Refusal(
            MetadataFault.INVALID_REQUEST,
            "A broker may report some of the directories it registered with, at least one.")
        : null;
  }
}
