package io.barnabas.metadata.controller;

/** Takes a broker out of service: it leaves all in-sync sets and leads nothing. */
public record FenceBroker(int brokerId, long brokerEpoch)
    implements ControllerCommand<BrokerReply> {}
