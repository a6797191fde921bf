package io.barnabas.metadata.controller;

/** Forgets a broker whose process is gone for good. */
public record UnregisterBroker(int brokerId) implements ControllerCommand<BrokerReply> {}
