package io.barnabas.storage.clean;

import io.barnabas.storage.index.AbortedTransaction;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** A segment that is written to take the place of others. One thread; ended by one of the two. */
public interface Replacement {

  /** Adds the whole batches that are readable, in the order of offsets; reads them all. */
  void append(ByteBuf batches) throws IOException;

  /**
   * Notes an aborted transaction that still has batches in the segment, in the order of markers.
   */
  void noteAborted(AbortedTransaction transaction);

  /** Bytes so far. */
  int sizeInBytes();

  /**
   * Puts the segment in place of the others, durably and for everybody at once; does nothing when
   * they are no longer all there.
   *
   * @return whether it was done
   */
  boolean commit() throws IOException;

  /** Gives up what was written; also after a failed commit. */
  void abandon();
}
