package io.barnabas.metadata.controller;

/**
 * A broker has stopped in order: as {@link FenceBroker}, except that what it alone holds it goes on
 * to lead when it is back, without a change in between.
 */
public record RetireBroker(int brokerId, long brokerEpoch)
    implements ControllerCommand<BrokerReply> {}
