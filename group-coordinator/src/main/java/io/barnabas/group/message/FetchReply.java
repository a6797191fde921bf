package io.barnabas.group.message;

import io.barnabas.codec.Uuid;
import java.util.List;

/** The answer to {@link FetchOffsets}. With a group fault there are no topics. */
public record FetchReply(String groupId, GroupFault fault, List<Topic> topics) {

  /** {@link Partition#offset} where nothing is committed. */
  public static final long NO_OFFSET = -1;

  public FetchReply {
    topics = List.copyOf(topics);
  }

  /**
   * The topic id is the one asked for; when everything was asked for, the one stored with the
   * offsets, which is {@link Uuid#ZERO} for those committed without.
   */
  public record Topic(Uuid topicId, String name, List<Partition> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }

  /** One offset; {@link #NO_OFFSET}, epoch -1 and empty metadata where nothing is committed. */
  public record Partition(
      int index, long offset, int leaderEpoch, String metadata, GroupFault fault) {

    public static Partition none(int index, GroupFault fault) {
      return new Partition(index, NO_OFFSET, -1, "", fault);
    }
  }

  public static FetchReply refused(String groupId, GroupFault fault) {
    return new FetchReply(groupId, fault, List.of());
  }
}
