package io.barnabas.metadata.controller;

import org.jspecify.annotations.Nullable;

/**
 * Reply of the commands that change one broker's registration.
 *
 * @param refusal null if it was done (or was so already)
 */
public record BrokerReply(@Nullable Refusal refusal) {}
