package io.barnabas.storage.validate;

import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.RecordFault;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** What the validator makes of a batch. */
public sealed interface ValidationOutcome {

  /**
   * The batch may be appended once it has its base offset and leader epoch. Its max timestamp,
   * timestamp type and CRC are right.
   *
   * @param buffer where the batch lies: the buffer that was given, or a new one which the receiver
   *     of this outcome releases
   * @param index of the batch's first byte
   * @param sizeInBytes of the batch; bytes of the buffer that follow it are a torn batch, and not
   *     to be appended
   * @param rewritten whether {@code buffer} is a new one, because the topic wants another
   *     compression
   * @param recordCount at least 1; offsets go from the base offset without a gap
   * @param maxTimestamp in ms, -1 if no record has one
   * @param logAppendTimeMs the timestamp that all records got, -1 where they keep their own
   */
  record Valid(
      ByteBuf buffer,
      int index,
      int sizeInBytes,
      boolean rewritten,
      int recordCount,
      long maxTimestamp,
      long logAppendTimeMs)
      implements ValidationOutcome {}

  /**
   * The batch breaks a rule.
   *
   * @param detail for the client's eyes
   * @param recordFaults which records, where single ones are to blame; the first thousand
   */
  record Invalid(AppendFault fault, String detail, List<RecordFault> recordFaults)
      implements ValidationOutcome {
    public Invalid {
      recordFaults = List.copyOf(recordFaults);
    }

    Invalid(AppendFault fault, String detail) {
      this(fault, detail, List.of());
    }
  }
}
