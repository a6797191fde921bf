package io.barnabas.testkit;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fault in the making: which requests, which of those, and what happens to them. The last word
 * ({@link #error}, {@link #delay}, {@link #disconnect}) puts it in force. Without another word it
 * happens once, before the request has had an effect. One thread.
 */
public final class FaultRule {
  private final Faults faults;
  private final ApiKey api;
  private @Nullable String topic;
  private @Nullable String clientId;
  private Turns turns = count -> count == 1;
  private boolean afterEffect;

  /** Whether it is the turn of a request, by how many there have been, 1 for the first. */
  @FunctionalInterface
  interface Turns {
    boolean isTurn(int count);
  }

  FaultRule(Faults faults, ApiKey api) {
    this.faults = faults;
    this.api = api;
  }

  /**
   * Only requests that name this topic, by its name or id. An error then concerns this topic alone,
   * and what else the request asks for is done.
   */
  public FaultRule topic(String name) {
    topic = name;
    return this;
  }

  /** Only requests of clients with this {@code client.id}. */
  public FaultRule clientId(String id) {
    clientId = id;
    return this;
  }

  /** The first such request. */
  public FaultRule once() {
    return nth(1);
  }

  /** Such a request, counted from 1. */
  public FaultRule nth(int n) {
    turns = count -> count == n;
    return this;
  }

  /** So many such requests, one after the other. */
  public FaultRule times(int n) {
    turns = count -> count <= n;
    return this;
  }

  /** Every such request, until the fault is removed. */
  public FaultRule always() {
    turns = count -> true;
    return this;
  }

  /**
   * Each such request by chance.
   *
   * @param probability 0 for never, 1 for always
   * @param seed the same seed hits the same requests, counted from 1
   */
  public FaultRule withProbability(double probability, long seed) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("not a probability: " + probability);
    }
    turns = count -> new SplittableRandom(seed + count).nextDouble() < probability;
    return this;
  }

  /**
   * It happens when the request has been done, so that the client must not know what became of it.
   */
  public FaultRule afterEffect() {
    afterEffect = true;
    return this;
  }

  /**
   * The request is answered with an error, where this API's answer has its errors: for each topic,
   * partition or group, or for the whole. After the effect the whole answer fails.
   */
  public Fault error(ErrorCode code) {
    return put(new Fault.Happening.Failure(code));
  }

  /**
   * The request is taken up later, or its answer comes later. The time is the broker's: moving its
   * clock ends the wait. What the connection sends after it waits as well.
   */
  public Fault delay(Duration duration) {
    return put(new Fault.Happening.Delay(duration));
  }

  /** The connection ends without an answer. */
  public Fault disconnect() {
    return put(new Fault.Happening.Disconnection());
  }

  private Fault put(Fault.Happening happening) {
    FaultRule made = new FaultRule(faults, api);
    made.topic = topic;
    made.clientId = clientId;
    made.turns = turns;
    made.afterEffect = afterEffect;
    return faults.add(new Fault(faults, made, happening));
  }

  boolean fits(ApiKey asked, String client, Supplier<Set<String>> topics) {
    return asked == api
        && (clientId == null || clientId.equals(client))
        && (topic == null || topics.get().contains(topic));
  }

  boolean isTurn(int count) {
    return turns.isTurn(count);
  }

  @Nullable String topic() {
    return topic;
  }

  boolean isAfterEffect() {
    return afterEffect;
  }
}
