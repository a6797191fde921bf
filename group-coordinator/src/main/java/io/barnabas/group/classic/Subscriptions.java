package io.barnabas.group.classic;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.UnsupportedVersionException;
import io.barnabas.codec.message.ConsumerProtocolSubscription;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which topics a group reads, as far as its members tell: members of protocol type {@code consumer}
 * put the consumer protocol's Subscription (int16 version, array of topic names, more) into their
 * metadata.
 */
public final class Subscriptions {
  public static final String CONSUMER_PROTOCOL_TYPE = "consumer";

  private Subscriptions() {}

  /** Whether the group's topics can be known at all. */
  public static boolean usesConsumerProtocol(ClassicGroup group) {
    return group.protocolType().equals(CONSUMER_PROTOCOL_TYPE);
  }

  /** The topics of all members; null if they are not known, be it only because of one member. */
  public static @Nullable Set<String> topics(ClassicGroup group) {
    if (group.protocolType().isEmpty()) {
      return null;
    }
    if (group.members().isEmpty()) {
      return Set.of();
    }
    String protocol = group.protocolName();
    if (protocol == null || !usesConsumerProtocol(group) || !allSupport(group, protocol)) {
      return null;
    }
    Set<String> topics = new HashSet<>();
    for (Member member : group.members()) {
      if (!addTopics(member.metadata(protocol), topics)) {
        return null;
      }
    }
    return topics;
  }

  /** Between two generations a member may already have dropped the last one's protocol. */
  private static boolean allSupport(ClassicGroup group, String protocol) {
    return Protocols.candidates(group.members()).contains(protocol);
  }

  /**
   * All versions begin with the fields of the first, which has the topics. The rest is the members'
   * business, and not all clients fill it in as its version demands.
   */
  private static boolean addTopics(Bytes metadata, Set<String> topics) {
    MessageReader reader = new MessageReader(metadata.toByteBuf());
    try {
      if (reader.readInt16() < ConsumerProtocolSubscription.LOWEST_SUPPORTED_VERSION) {
        return false;
      }
      short first = ConsumerProtocolSubscription.LOWEST_SUPPORTED_VERSION;
      topics.addAll(ConsumerProtocolSubscription.read(reader, first).topics());
      return true;
    } catch (MalformedMessageException | UnsupportedVersionException e) {
      return false;
    }
  }
}
