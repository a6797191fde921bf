package io.barnabas.storage.log;

/**
 * How a batch is to be appended.
 *
 * @param leaderEpoch the epoch the caller leads under; an epoch older than the log has seen is
 *     refused
 * @param origin who appends
 */
public record AppendContext(int leaderEpoch, AppendOrigin origin) {

  public static AppendContext client(int leaderEpoch) {
    return new AppendContext(leaderEpoch, AppendOrigin.CLIENT);
  }

  public static AppendContext coordinator(int leaderEpoch) {
    return new AppendContext(leaderEpoch, AppendOrigin.COORDINATOR);
  }

  public static AppendContext internal(int leaderEpoch) {
    return new AppendContext(leaderEpoch, AppendOrigin.INTERNAL);
  }
}
