package io.barnabas.compat.transactions.faults;

import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;

/**
 * A fault of the broker that the proxy plays, by having it do something other than what the client
 * has asked for: whoever checks histories must notice each.
 */
enum Planted {
  NOTHING("") {
    @Override
    byte[] changed(TransactionalRequest request) {
      return request.frame();
    }
  },

  /** An EndTxn comes again and ends the transaction that has begun since, as if it were its own. */
  END_TAKEN_FOR_THE_NEXT("torn|aborted, but read|lost") {
    @Override
    byte[] changed(TransactionalRequest request) {
      return request.frame();
    }
  },

  /** A transaction is aborted, and its client told that it is committed. */
  COMMIT_THAT_ABORTS("lost") {
    @Override
    byte[] changed(TransactionalRequest request) {
      return request.body() instanceof EndTxnRequestData end
              && end.committed()
              && isOfWriter(request)
              && request.epoch() % 4 == 3
          ? request.with(end.duplicate().setCommitted(false))
          : request.frame();
    }
  },

  /** A transaction is committed, and its client told that it is aborted. */
  ABORT_THAT_COMMITS("aborted, but read") {
    @Override
    byte[] changed(TransactionalRequest request) {
      return request.body() instanceof EndTxnRequestData end
              && !end.committed()
              && isOfWriter(request)
          ? request.with(end.duplicate().setCommitted(true))
          : request.frame();
    }
  },

  /** Offsets are committed that are not those of the output, in the first two transactions. */
  OFFSETS_THAT_LAG("copied differently") {
    @Override
    byte[] changed(TransactionalRequest request) {
      if (!(request.body() instanceof TxnOffsetCommitRequestData commit) || request.epoch() > 1) {
        return request.frame();
      }
      TxnOffsetCommitRequestData changed = commit.duplicate();
      changed
          .topics()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          each ->
                              each.setCommittedOffset(Math.max(0, each.committedOffset() - 1))));
      return request.with(changed);
    }
  };

  private final String noticedAs;

  Planted(String noticedAs) {
    this.noticedAs = noticedAs;
  }

  /** What is found of it, as a regular expression. */
  String noticedAs() {
    return noticedAs;
  }

  /** The frame that the broker gets. */
  abstract byte[] changed(TransactionalRequest request);

  /** Those that copy would hide by what they do then what is looked for. */
  static boolean isOfWriter(TransactionalRequest request) {
    return request.transactionalId().startsWith("writer");
  }
}
