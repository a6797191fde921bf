package io.barnabas.group.message;

import io.barnabas.codec.Bytes;

/**
 * One embedded protocol (assignment strategy) a member supports, with the member's subscription for
 * it.
 */
public record MemberProtocol(String name, Bytes metadata) {}
