package io.barnabas.group.message;

import org.jspecify.annotations.Nullable;

/** The outcome of deleting one group; the message says why not, null if there is nothing to say. */
public record DeletedGroup(String groupId, GroupFault fault, @Nullable String message) {}
