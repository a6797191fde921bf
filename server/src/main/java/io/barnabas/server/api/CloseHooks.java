package io.barnabas.server.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done when a connection ends, at the latest once. Thread-safe. */
final class CloseHooks {
  private @Nullable Set<Runnable> hooks;
  private boolean closed;

  /** Adds a hook; false when it is too late and the caller must see to it. */
  synchronized boolean add(Runnable hook) {
    if (closed) {
      return false;
    }
    if (hooks == null) {
      hooks = new LinkedHashSet<>(2);
    }
    return hooks.add(hook);
  }

  synchronized void remove(Runnable hook) {
    if (hooks != null) {
      hooks.remove(hook);
    }
  }

  /** Runs all there are, outside the monitor. */
  void close() {
    take().forEach(Runnable::run);
  }

  private synchronized List<Runnable> take() {
    closed = true;
    List<Runnable> taken = hooks == null ? List.of() : new ArrayList<>(hooks);
    hooks = null;
    return taken;
  }
}
