package io.barnabas.group.record;

import io.barnabas.codec.group.ConsumerGroupMetadataKey;
import io.barnabas.codec.group.ConsumerGroupRegularExpressionKey;
import io.barnabas.codec.group.GroupMetadataKey;
import io.barnabas.codec.group.ShareGroupMemberMetadataKey;
import io.barnabas.codec.group.ShareGroupStatePartitionMetadataKey;
import io.barnabas.codec.group.StreamsGroupMetadataKey;
import io.barnabas.codec.group.StreamsGroupTopologyKey;

/** Kinds of groups whose records {@code __consumer_offsets} may hold, whoever serves them. */
public enum GroupKind {
  CLASSIC,
  /** KIP-848. */
  CONSUMER,
  /** KIP-932. */
  SHARE,
  /** KIP-1071. */
  STREAMS,
  /** Of a release that is not known here. */
  UNKNOWN;

  /** The kind of group that records of this type, offsets aside, are about. */
  static GroupKind ofRecordType(short type) {
    if (type == GroupMetadataKey.API_KEY) {
      return CLASSIC;
    }
    boolean consumer = type >= ConsumerGroupMetadataKey.API_KEY && type < FIRST_SHARE;
    if (consumer || type == ConsumerGroupRegularExpressionKey.API_KEY) {
      return CONSUMER;
    }
    if (type >= FIRST_SHARE && type <= ShareGroupStatePartitionMetadataKey.API_KEY) {
      return SHARE;
    }
    return type >= StreamsGroupMetadataKey.API_KEY && type <= StreamsGroupTopologyKey.API_KEY
        ? STREAMS
        : UNKNOWN;
  }

  private static final short FIRST_SHARE = ShareGroupMemberMetadataKey.API_KEY;
}
