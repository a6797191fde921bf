package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.ProducerIdsRecord;
import io.barnabas.metadata.controller.AllocateProducerIds.Reply;
import java.util.List;

/** Decides {@link AllocateProducerIds}. */
final class AllocateProducerIdsRules implements CommandRules<AllocateProducerIds, Reply> {

  @Override
  public Decision<Reply> decide(AllocateProducerIds command, Situation situation) {
    Refusal refusal =
        BrokerEpochs.refusal(command.brokerId(), command.brokerEpoch(), situation.image());
    long first = situation.image().producerIds().nextProducerId();
    if (refusal == null && first > Long.MAX_VALUE - AllocateProducerIds.BLOCK_SIZE) {
      refusal = new Refusal(MetadataFault.POLICY_VIOLATION, "All producer ids have been used.");
    }
    if (refusal != null) {
      return Decision.none(new Reply(-1, 0, refusal));
    }
    return new Decision<>(
        List.of(
            situation.record(
                ProducerIdsRecord.builder()
                    .brokerId(command.brokerId())
                    .brokerEpoch(command.brokerEpoch())
                    .nextProducerId(first + AllocateProducerIds.BLOCK_SIZE)
                    .build())),
        new Reply(first, AllocateProducerIds.BLOCK_SIZE, null));
  }
}
