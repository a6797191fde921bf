package io.barnabas.server.network;

import io.netty.util.ReferenceCountUtil;
import java.util.List;

/**
 * One response as the channel takes it: buffers and file regions, written one after the other.
 *
 * @param parts what to write; one reference of each belongs to the holder
 * @param bytes how much that is on the wire
 */
public record OutboundFrame(List<Object> parts, long bytes) {

  public OutboundFrame {
    parts = List.copyOf(parts);
  }

  /** Lets go of it unwritten. */
  public void release() {
    parts.forEach(ReferenceCountUtil::release);
  }
}
