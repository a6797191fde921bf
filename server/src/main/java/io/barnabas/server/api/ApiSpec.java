package io.barnabas.server.api;

import io.barnabas.codec.ApiKey;

/**
 * What is promised of one API: its key, the versions shown to clients and the versions really
 * served.
 *
 * <p>The two ranges differ only for Produce, which is shown from version 0 because some clients
 * refuse to talk to a broker that does not show it (KIP-896), and served from version 3.
 *
 * @param key which API
 * @param advertisedMin the lowest version shown in ApiVersions
 * @param servedMin the lowest version answered; a request below it closes the connection
 * @param max the highest version shown and answered
 * @param overlap whether the next request of the same connection may start before this one is
 *     answered
 */
public record ApiSpec(
    ApiKey key, short advertisedMin, short servedMin, short max, Overlap overlap) {

  /**
   * When the next request of the same connection may start. Responses always leave in request
   * order; this is about what a later request may see of an earlier one.
   */
  public enum Overlap {
    /** The next request starts when this one is answered: it sees all of its effects. */
    NONE,
    /**
     * A request of the same API starts as soon as {@link ApiHandler#handle} of this one has
     * returned; any other waits for the answer. For handlers that take their place in an order
     * before they return, as an append does.
     */
    SAME_API
  }

  public ApiSpec {
    if (advertisedMin < 0 || servedMin < advertisedMin || max < servedMin) {
      throw new IllegalArgumentException(
          key.wireName()
              + ": versions "
              + advertisedMin
              + "/"
              + servedMin
              + "-"
              + max
              + " are not a range");
    }
  }

  /** All stable versions there are, shown and served, by requests that do not overlap. */
  public static ApiSpec of(ApiKey key) {
    return of(key, key.lowestVersion(), key.highestStableVersion());
  }

  /** Some versions, shown and served, by requests that do not overlap. */
  public static ApiSpec of(ApiKey key, int min, int max) {
    return new ApiSpec(key, (short) min, (short) min, (short) max, Overlap.NONE);
  }

  /** The same, shown to clients from a version lower than the lowest one served. */
  public ApiSpec advertisedFrom(int min) {
    return new ApiSpec(key, (short) min, servedMin, max, overlap);
  }

  /** The same, with requests that may overlap. */
  public ApiSpec overlapping(Overlap how) {
    return new ApiSpec(key, advertisedMin, servedMin, max, how);
  }

  /** Whether a request of this version is answered. */
  public boolean serves(short version) {
    return version >= servedMin && version <= max;
  }
}
