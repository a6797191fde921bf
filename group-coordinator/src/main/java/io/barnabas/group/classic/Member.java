package io.barnabas.group.classic;

import io.barnabas.codec.Bytes;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.MemberProtocol;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.record.StoredGroup;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member of a classic group: what it told when joining, its assignment, and the requests it waits
 * for.
 */
public final class Member {
  private static final int OBJECT_BYTES = 100;

  private final String memberId;
  private final @Nullable String groupInstanceId;
  private final String clientId;
  private final String clientHost;
  private int rebalanceTimeoutMs;
  private int sessionTimeoutMs;
  private List<MemberProtocol> protocols;
  private Bytes assignment = Bytes.EMPTY;
  private long protocolBytes;
  private boolean newcomer;
  private @Nullable ReplyToken<JoinReply> awaitingJoin;
  private @Nullable ReplyToken<SyncReply> awaitingSync;

  private Member(
      String memberId,
      @Nullable String groupInstanceId,
      String clientId,
      String clientHost,
      int rebalanceTimeoutMs,
      int sessionTimeoutMs,
      List<MemberProtocol> protocols) {
    this.memberId = memberId;
    this.groupInstanceId = groupInstanceId;
    this.clientId = clientId;
    this.clientHost = clientHost;
    this.rebalanceTimeoutMs = rebalanceTimeoutMs;
    this.sessionTimeoutMs = sessionTimeoutMs;
    this.protocols = protocols;
    this.protocolBytes = bytes(protocols);
  }

  static Member joining(String memberId, JoinGroup command) {
    Member member =
        new Member(
            memberId,
            command.groupInstanceId(),
            command.clientId(),
            command.clientHost(),
            command.rebalanceTimeoutMs(),
            command.sessionTimeoutMs(),
            command.protocols());
    member.newcomer = true;
    return member;
  }

  /** A member as it was stored: of its protocols only the chosen one is known. */
  static Member stored(StoredGroup.Member stored, String protocolName) {
    Member member =
        new Member(
            stored.memberId(),
            stored.groupInstanceId(),
            stored.clientId(),
            stored.clientHost(),
            stored.rebalanceTimeoutMs(),
            stored.sessionTimeoutMs(),
            List.of(new MemberProtocol(protocolName, stored.subscription())));
    member.assignment = stored.assignment();
    return member;
  }

  /** The same static member after a restart, under its new id. */
  Member withId(String newMemberId) {
    Member member =
        new Member(
            newMemberId,
            groupInstanceId,
            clientId,
            clientHost,
            rebalanceTimeoutMs,
            sessionTimeoutMs,
            protocols);
    member.assignment = assignment;
    return member;
  }

  void update(JoinGroup command) {
    rebalanceTimeoutMs = command.rebalanceTimeoutMs();
    sessionTimeoutMs = command.sessionTimeoutMs();
    protocols = command.protocols();
    protocolBytes = bytes(protocols);
  }

  /** What a text takes of the heap, about, as one of what a member is made of. */
  static long bytes(@Nullable String text) {
    return text == null ? 0 : OBJECT_BYTES + 2L * text.length();
  }

  private static long bytes(List<MemberProtocol> protocols) {
    return protocols.stream()
        .mapToLong(each -> bytes(each.name()) + OBJECT_BYTES + each.metadata().length())
        .sum();
  }

  /** What one takes that joins like this, about; its id begins with one of its names. */
  static long bytes(JoinGroup command) {
    String instanceId = command.groupInstanceId();
    return bytes(instanceId == null ? command.clientId() : instanceId)
        + bytes(instanceId)
        + bytes(command.clientId())
        + bytes(command.clientHost())
        + bytes(command.protocols());
  }

  /** What it takes of the heap, about. */
  long bytes() {
    return bytes(memberId)
        + bytes(groupInstanceId)
        + bytes(clientId)
        + bytes(clientHost)
        + protocolBytes
        + assignment.length();
  }

  StoredGroup.Member toStored(String protocolName) {
    return new StoredGroup.Member(
        memberId,
        groupInstanceId,
        clientId,
        clientHost,
        rebalanceTimeoutMs,
        sessionTimeoutMs,
        metadata(protocolName),
        assignment);
  }

  public String memberId() {
    return memberId;
  }

  public @Nullable String groupInstanceId() {
    return groupInstanceId;
  }

  boolean isStatic() {
    return groupInstanceId != null;
  }

  public String clientId() {
    return clientId;
  }

  public String clientHost() {
    return clientHost;
  }

  int rebalanceTimeoutMs() {
    return rebalanceTimeoutMs;
  }

  int sessionTimeoutMs() {
    return sessionTimeoutMs;
  }

  List<MemberProtocol> protocols() {
    return protocols;
  }

  /** The member's subscription for a protocol it supports. */
  public Bytes metadata(String protocolName) {
    for (MemberProtocol protocol : protocols) {
      if (protocol.name().equals(protocolName)) {
        return protocol.metadata();
      }
    }
    throw new IllegalArgumentException("member does not support protocol " + protocolName);
  }

  /** The member's most preferred protocol of those all members support. */
  String vote(Set<String> candidates) {
    for (MemberProtocol protocol : protocols) {
      if (candidates.contains(protocol.name())) {
        return protocol.name();
      }
    }
    throw new IllegalArgumentException("member supports none of the candidate protocols");
  }

  public Bytes assignment() {
    return assignment;
  }

  void assign(Bytes newAssignment) {
    assignment = newAssignment;
  }

  /** True until the member's first generation begins: it cannot send heartbeats yet. */
  boolean isNewcomer() {
    return newcomer;
  }

  void settle() {
    newcomer = false;
  }

  @Nullable ReplyToken<JoinReply> awaitingJoin() {
    return awaitingJoin;
  }

  void awaitJoin(@Nullable ReplyToken<JoinReply> token) {
    awaitingJoin = token;
  }

  @Nullable ReplyToken<SyncReply> awaitingSync() {
    return awaitingSync;
  }

  void awaitSync(@Nullable ReplyToken<SyncReply> token) {
    awaitingSync = token;
  }
}
