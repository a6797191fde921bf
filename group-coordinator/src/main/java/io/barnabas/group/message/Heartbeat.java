package io.barnabas.group.message;

import org.jspecify.annotations.Nullable;

/** A member says that it lives, and asks whether a rebalance is on. */
public record Heartbeat(
    String groupId, int generationId, String memberId, @Nullable String groupInstanceId) {}
