package io.barnabas.group.shard;

import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.ListReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Many shards' answers as one. */
final class Gathering {
  private Gathering() {}

  /** Completes with all replies, in the order of the stages, when the last one is there. */
  static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    CompletableFuture<?>[] futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(
            done -> stages.stream().map(stage -> stage.toCompletableFuture().join()).toList());
  }

  /** Partitions that are led elsewhere are left out; any other fault is the whole list's. */
  static ListReply merge(List<ListReply> replies) {
    List<ListReply.Group> groups = new ArrayList<>();
    GroupFault fault = GroupFault.NONE;
    for (ListReply reply : replies) {
      groups.addAll(reply.groups());
      if (reply.fault() != GroupFault.NONE && reply.fault() != GroupFault.NOT_COORDINATOR) {
        fault = reply.fault();
      }
    }
    return new ListReply(fault, groups);
  }
}
