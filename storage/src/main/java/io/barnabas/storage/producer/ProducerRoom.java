package io.barnabas.storage.producer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for the producers of all logs. Clients choose their producer ids, and each new one is
 * remembered for a day: without a bound they take all memory there is, and take it again after the
 * next start. Where there are too many, those logs forget that know the most of them.
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
   * Takes note of how many there are by now; a log that knows less than half of what is its share
   * forgets none for what others have taken. Every second; one caller at a time.
   *
   * @param logs how many logs know any
   */
  public void known(long producers, int logs) {
    boolean full = producers > max;
    each = full ? Math.max(LEAST, max / (2 * Math.max(1, logs))) : max;
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
}
