package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.LogTask.Append;
import io.barnabas.storage.validate.BatchValidator;
import io.barnabas.storage.validate.ValidationOutcome;
import io.barnabas.storage.validate.ValidationOutcome.Invalid;
import io.barnabas.storage.validate.ValidationOutcome.Valid;
import io.barnabas.storage.validate.ValidationRules;
import io.netty.buffer.ByteBuf;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What can be checked of an append without the log, done by the thread that brings it, so that many
 * can check while one writes. Owns the buffer until it has admitted it.
 */
final class BatchAdmission {
  private final InstantSource clock;
  private volatile ValidationRules rules;

  BatchAdmission(LogConfig config, InstantSource clock) {
    this.clock = clock;
    this.rules = ValidationRules.of(config);
  }

  void update(LogConfig changed) {
    rules = ValidationRules.of(changed);
  }

  /** Either an append or why there is none. */
  record Admitted(@Nullable Append append, @Nullable Refused refused) {
    Append toAppend() {
      if (append == null) {
        throw new IllegalStateException("refused: " + refused);
      }
      return append;
    }
  }

  Admitted asLeader(ByteBuf batches, AppendContext context) {
    if (context.origin() == AppendOrigin.INTERNAL) {
      return verbatim(batches, context);
    }
    ValidationOutcome outcome;
    try {
      outcome = BatchValidator.validate(batches, rules, context.origin(), clock.millis());
    } catch (RuntimeException | Error e) {
      batches.release();
      throw e;
    }
    if (outcome instanceof Valid valid) {
      return admit(batches, valid, context);
    }
    Invalid invalid = (Invalid) outcome;
    batches.release();
    return refuse(new Refused(invalid.fault(), invalid.detail(), invalid.recordFaults()));
  }

  private static Admitted admit(ByteBuf batches, Valid valid, AppendContext context) {
    ByteBuf checked = valid.buffer();
    if (valid.rewritten()) {
      batches.release();
    }
    checked.setIndex(valid.index(), valid.index() + valid.sizeInBytes());
    return new Admitted(
        new Append(
            checked,
            context,
            valid.logAppendTimeMs(),
            valid.rewritten(),
            new CompletableFuture<>()),
        null);
  }

  Admitted asFollower(ByteBuf batches) {
    return verbatim(batches, null);
  }

  /** Batches whose maker is trusted to know the topic's rules; whole and intact all the same. */
  private static Admitted verbatim(ByteBuf batches, @Nullable AppendContext context) {
    BatchScanner scanner = BatchScanner.ofReadable(batches);
    boolean good = batches.isReadable();
    long next = Long.MIN_VALUE;
    while (good && scanner.next()) {
      int at = scanner.index();
      boolean ordered = context != null || BatchHeader.baseOffset(batches, at) >= next;
      good =
          ordered && BatchHeader.lastOffsetDelta(batches, at) >= 0 && BatchCrc.isValid(batches, at);
      next = BatchHeader.nextOffset(batches, at);
    }
    if (!good || scanner.end() != BatchScanner.End.CLEAN) {
      batches.release();
      return refuse(
          new Refused(AppendFault.CORRUPT_BATCH, "no intact batch at byte " + scanner.index()));
    }
    return new Admitted(new Append(batches, context, -1, false, new CompletableFuture<>()), null);
  }

  private static Admitted refuse(Refused refused) {
    return new Admitted(null, refused);
  }
}
