package io.barnabas.testkit;

import io.barnabas.codec.ApiKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at a broker, by script, as its clients see it over the real protocol:
 *
 * <pre>{@code
 * broker.faults().on(ApiKey.PRODUCE).topic("orders").nth(3).error(ErrorCode.NOT_LEADER_OR_FOLLOWER);
 * }</pre>
 *
 * <p>A request is shown to the faults in the order they were made; the first that has its turn
 * happens, and those after it do not get to see the request. Any thread, at any time.
 */
public final class Faults {
  private final List<Fault> faults = new CopyOnWriteArrayList<>();

  Faults() {}

  /** Begins a fault in what the broker does with requests of this kind. */
  public FaultRule on(ApiKey api) {
    return new FaultRule(this, api);
  }

  /** Lets everything go well from here on. */
  public void clear() {
    faults.clear();
  }

  Fault add(Fault fault) {
    faults.add(fault);
    return fault;
  }

  void remove(Fault fault) {
    faults.remove(fault);
  }

  /**
   * The fault whose turn it is with a request, or null.
   *
   * @param topics those it names; asked for only where that matters
   */
  @Nullable Fault next(ApiKey api, String clientId, Supplier<Set<String>> topics) {
    for (Fault fault : faults) {
      if (fault.rule().fits(api, clientId, topics) && fault.happens()) {
        return fault;
      }
    }
    return null;
  }
}
