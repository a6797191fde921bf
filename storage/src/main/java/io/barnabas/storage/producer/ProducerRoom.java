package io.barnabas.storage.producer;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for the producers of all logs. Clients choose their producer ids, and each new one is
 * remembered for a day: without a bound they take all memory there is, and take it again after the
 * next start. Where there are too many, those logs forget that know the most of them, down to a
 * level that is the same for all: what knows less is not touched.
 */
public final class ProducerRoom implements ProducerLimits {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerRoom.class);

  /** So many a log may always know. */
  private static final int LEAST = 16;

  /** It comes and goes by the second with somebody who makes ids up: told once a minute or so. */
  private static final int LOOKS_BETWEEN = 60;

  private final int max;
  private volatile long expirationMs;
  private volatile int each;
  private int looksSinceTold = LOOKS_BETWEEN;

  /**
   * Room for so many.
   *
   * @param max of all logs together, at least 1
   */
  public ProducerRoom(long expirationMs, int max) {
    this.expirationMs = expirationMs;
    this.max = max;
    this.each = max;
  }

  @Override
  public long expirationMs() {
    return expirationMs;
  }

  public void setExpirationMs(long changed) {
    expirationMs = changed;
  }

  @Override
  public int producersMax() {
    return each;
  }

  /**
   * Takes note of how many there are by now. Every second; one caller at a time.
   *
   * @param byLog how many each log knows
   */
  public void known(int[] byLog) {
    long producers = Arrays.stream(byLog).asLongStream().sum();
    boolean full = producers > max;
    each = full ? Math.max(LEAST, level(byLog)) : max;
    looksSinceTold++;
    if (full && looksSinceTold > LOOKS_BETWEEN) {
      looksSinceTold = 0;
      LOG.warn(
          "{} producers are known, and memory is for {}: logs that know more than {} forget those"
              + " that have been silent for longest, whose retries they may take for new records."
              + " producer.id.expiration.ms lets them go earlier, and a larger heap has room for more",
          producers,
          max,
          each);
    }
  }

  /** With no log above it there is room for all, and an eighth to spare for those who come. */
  private int level(int[] byLog) {
    int[] ascending = byLog.clone();
    Arrays.sort(ascending);
    long left = max - max / 8;
    for (int i = 0; i < ascending.length; i++) {
      long share = left / (ascending.length - i);
      if (ascending[i] > share) {
        return (int) share;
      }
      left -= ascending[i];
    }
    return max;
  }
}
