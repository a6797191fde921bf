package io.barnabas.group.message;

import io.barnabas.codec.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member asks for its assignment; the leader brings everybody's.
 *
 * @param protocolType checked against the group's where the request has it (version 5), otherwise
 *     null
 * @param protocolName likewise
 */
public record SyncGroup(
    String groupId,
    int generationId,
    String memberId,
    @Nullable String groupInstanceId,
    @Nullable String protocolType,
    @Nullable String protocolName,
    List<Assignment> assignments) {

  public SyncGroup {
    assignments = List.copyOf(assignments);
  }

  /** What the leader gives one member; opaque to the coordinator. */
  public record Assignment(String memberId, Bytes assignment) {}
}
