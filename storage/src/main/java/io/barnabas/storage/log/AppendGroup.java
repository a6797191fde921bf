package io.barnabas.storage.log;

import io.barnabas.storage.log.LogTask.Append;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Appends that are written at once, and the answer to each. Of the log's owner. */
final class AppendGroup {
  /** {@code written} says whether the bytes are part of what is written. */
  record Member(Append append, AppendOutcome outcome, boolean written) {}

  private final List<Member> members = new ArrayList<>();
  private long nextOffset;
  private long bytes;

  AppendGroup(long nextOffset) {
    this.nextOffset = nextOffset;
  }

  /** Takes an append whose batches end before {@code next}. */
  void addWritten(Append append, AppendOutcome outcome, long next) {
    members.add(new Member(append, outcome, true));
    bytes += append.batches().readableBytes();
    nextOffset = next;
  }

  /** Takes an append of which nothing is written. */
  void addAnswered(Append append, AppendOutcome outcome) {
    members.add(new Member(append, outcome, false));
  }

  List<Member> members() {
    return members;
  }

  /** The offset after the group. */
  long nextOffset() {
    return nextOffset;
  }

  long bytes() {
    return bytes;
  }

  /** Gives the buffers back; what they held is written or given up. */
  void release() {
    for (Member member : members) {
      member.append().batches().release();
    }
  }

  /** What is to be written, in order. */
  ByteBuffer[] buffers() {
    List<ByteBuffer> buffers = new ArrayList<>(members.size());
    for (Member member : members) {
      if (member.written()) {
        for (ByteBuffer part : member.append().batches().nioBuffers()) {
          buffers.add(part);
        }
      }
    }
    return buffers.toArray(ByteBuffer[]::new);
  }
}
