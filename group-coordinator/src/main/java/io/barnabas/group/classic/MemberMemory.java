package io.barnabas.group.classic;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what groups and their members take of the heap. Each member may be as large as a request,
 * and stays when the request is done: some hundred that say much of themselves would take all there
 * is. So would groups that have nothing but committed offsets, whose ids clients choose: these may
 * not have the last quarter, and so never keep members out. Guarded by itself.
 */
public final class MemberMemory {
  private static final Logger LOG = LoggerFactory.getLogger(MemberMemory.class);
  private static final long TELL_INTERVAL_MS = 60_000;

  /** Of a group without members, besides its id. */
  private static final long BYTES_PER_GROUP = 450;

  private final long mostBytes;
  private final Map<Integer, Share> shares = new HashMap<>();
  private long usedBytes;
  private long toldMs = Long.MIN_VALUE / 2;

  public MemberMemory(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** For the groups of a partition, which are loaded now: what there was of them before is gone. */
  public synchronized Share of(int partition) {
    Share before = shares.remove(partition);
    usedBytes -= before == null ? 0 : before.bytes;
    Share share = new Share(partition);
    shares.put(partition, share);
    return share;
  }

  private synchronized boolean hasRoomFor(long bytes, long most, long nowMs) {
    boolean has = bytes <= 0 || usedBytes + bytes <= most;
    if (!has && nowMs - toldMs >= TELL_INTERVAL_MS) {
      toldMs = nowMs;
      LOG.warn(
          "Groups and their members take {} bytes of {} that they may: others are told to come later",
          usedBytes,
          mostBytes);
    }
    return has;
  }

  /** What a group takes that has no members. */
  static long bytesOf(String groupId) {
    return BYTES_PER_GROUP + (long) Character.BYTES * groupId.length();
  }

  private synchronized void add(Share share, long bytes) {
    share.bytes += bytes;
    if (shares.get(share.partition) == share) {
      usedBytes += bytes;
    }
  }

  /** What the groups of one partition take. Of the thread that has them. */
  public final class Share {
    private final int partition;
    private final Map<String, Long> byGroup = new HashMap<>();

    /** Guarded by the memory. */
    private long bytes;

    private Share(int partition) {
      this.partition = partition;
    }

    /** Whether so much more may be taken. */
    boolean hasRoomFor(long more, long nowMs) {
      return MemberMemory.this.hasRoomFor(more, mostBytes, nowMs);
    }

    /** Whether there may be one more group that has nothing but offsets. */
    boolean hasRoomForGroup(String groupId, long nowMs) {
      return MemberMemory.this.hasRoomFor(bytesOf(groupId), mostBytes - mostBytes / 4, nowMs);
    }

    void known(String groupId) {
      add(this, bytesOf(groupId));
    }

    void forgotten(String groupId) {
      add(this, -bytesOf(groupId));
    }

    /** Notes what the members of a group take now; 0 without any. */
    void note(String groupId, long now) {
      Long before = now == 0 ? byGroup.remove(groupId) : byGroup.put(groupId, now);
      add(this, now - (before == null ? 0 : before));
    }
  }
}
