package io.barnabas.metadata.controller;

/** Puts a registered broker into service: it may lead, and is shown to clients. */
public record UnfenceBroker(int brokerId, long brokerEpoch)
    implements ControllerCommand<BrokerReply> {}
