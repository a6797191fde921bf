package io.barnabas.coordinator.simulation;

import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.RuntimeEnvironment;
import io.barnabas.coordinator.RuntimeWatch;
import java.util.List;
import java.util.stream.IntStream;

/** The logs and views of all partitions, which outlive a coordinator that crashes. */
public final class SimStorage {
  private final SimWorld world;
  private final List<SimLog> logs;
  private final List<SimView> views;
  private boolean unreadable;
  private boolean unloadable;

  public SimStorage(SimWorld world, int partitions) {
    this.world = world;
    this.logs = IntStream.range(0, partitions).mapToObj(number -> new SimLog(world)).toList();
    this.views =
        IntStream.range(0, partitions).mapToObj(number -> new SimView(world.random())).toList();
  }

  /** No log can be opened. */
  public void unreadable(boolean isUnreadable) {
    unreadable = isUnreadable;
  }

  /** Opening a log ends in an error of the virtual machine. */
  public void unloadable(boolean isUnloadable) {
    unloadable = isUnloadable;
  }

  private SimLog openLog(int partition) {
    if (unloadable) {
      throw new NoClassDefFoundError("simulated");
    }
    if (unreadable) {
      throw new CoordinatorLogException("simulated failure");
    }
    return logs.get(partition);
  }

  public List<SimLog> logs() {
    return logs;
  }

  public List<SimView> views() {
    return views;
  }

  /** An environment in which a defect of a rule ends the test. */
  public RuntimeEnvironment environment() {
    return new RuntimeEnvironment(
        world.executor(),
        world.executor(),
        world.scheduler(),
        world.clock(),
        world::nanoTime,
        (partition, leaderEpoch) -> openLog(partition),
        partition -> views.get(partition).opened(),
        RuntimeWatch.NONE,
        defect -> {
          throw new AssertionError("a rule failed", defect);
        });
  }
}
