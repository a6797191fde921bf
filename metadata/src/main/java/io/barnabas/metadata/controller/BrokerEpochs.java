package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.MetadataImage;
import org.jspecify.annotations.Nullable;

/** Keeps out brokers that speak under an old registration. */
final class BrokerEpochs {
  private BrokerEpochs() {}

  /** Why a command of this broker at this epoch is not heard; null if it is. */
  static @Nullable Refusal refusal(int brokerId, long brokerEpoch, MetadataImage image) {
    BrokerRegistration broker = image.cluster().broker(brokerId);
    if (broker == null) {
      return new Refusal(
          MetadataFault.BROKER_ID_NOT_REGISTERED,
          "Broker ID " + brokerId + " is not currently registered");
    }
    return broker.epoch() == brokerEpoch
        ? null
        : new Refusal(
            MetadataFault.STALE_BROKER_EPOCH,
            "Expected broker epoch " + broker.epoch() + ", but got broker epoch " + brokerEpoch);
  }
}
