package io.barnabas.server.network;

import io.barnabas.server.config.Admission;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.SettingNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections: in all and by listener, above which nobody is accepted until one has gone,
 * and by address, above which a new one is closed at once. Any thread.
 */
final class ConnectionLimits {

  /** One listener's part. */
  private final class OfListener {
    private final String name;
    private final Pace pace;
    private final boolean favoured;
    private final AtomicInteger count = new AtomicInteger();
    private volatile int max;
    private volatile @Nullable Consumer<Boolean> acceptMore;

    OfListener(String name, Admission admission) {
      this.name = name;
      this.max = admission.of(name).connections();
      this.pace = new Pace(admission.of(name).perSecond(), nanoTime.getAsLong());
      this.favoured = name.equals(admission.favoured());
    }

    /** One at a time: told in another order than counted, nobody might be accepted ever again. */
    synchronized void tell() {
      Consumer<Boolean> accept = acceptMore;
      if (open && accept != null) {
        accept.accept(count.get() < max && (favoured || total.get() < ConnectionLimits.this.max));
      }
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimits.class);

  private final LongSupplier nanoTime;
  private final Pace pace;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> perIp = new ConcurrentHashMap<>();
  private final Map<String, OfListener> listeners = new HashMap<>();
  private volatile int max;
  private volatile int maxPerIp;
  private volatile Map<InetAddress, Integer> overrides;
  private volatile Map<String, Integer> newestOverrides;
  private volatile boolean open;

  /** Limits by configuration, for its listeners; nobody is to be accepted yet. */
  ConnectionLimits(Admission admission, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.max = admission.inAll().connections();
    this.pace = new Pace(admission.inAll().perSecond(), nanoTime.getAsLong());
    this.maxPerIp = admission.perIp();
    this.newestOverrides = admission.perIpOverrides();
    this.overrides = addresses(newestOverrides);
    admission
        .listeners()
        .keySet()
        .forEach(name -> listeners.put(name, new OfListener(name, admission)));
  }

  /** Makes the gate of a listener. */
  Acceptor acceptor(String listener) {
    OfListener own = of(listener);
    List<Pace> paces = new ArrayList<>(List.of(own.pace));
    if (!own.favoured) {
      paces.add(pace);
    }
    Acceptor acceptor = new Acceptor(paces, nanoTime);
    whenThereIsRoom(listener, acceptor::accept);
    return acceptor;
  }

  /** Has somebody told whether a listener may accept more, whenever that may have changed. */
  void whenThereIsRoom(String listener, Consumer<Boolean> acceptMore) {
    of(listener).acceptMore = acceptMore;
  }

  private OfListener of(String listener) {
    OfListener own = listeners.get(listener);
    if (own == null) {
      throw new IllegalArgumentException("no listener " + listener);
    }
    return own;
  }

  /** From now on connections are accepted. */
  void open() {
    open = true;
    tellAll();
  }

  /**
   * Obeys limits as they are changed while the broker runs; connections there are stay.
   *
   * @param lookups where names of hosts may be looked up, which waits for servers of names
   */
  void follow(RunTimeSettings settings, Executor lookups) {
    settings.follow(
        Admission.CONNECTIONS,
        value -> {
          max = number(value);
          tellAll();
        });
    settings.follow(Admission.RATE, value -> pace.set(number(value), nanoTime.getAsLong()));
    settings.follow("max.connections.per.ip", value -> maxPerIp = number(value));
    settings.follow(
        Admission.PER_IP_OVERRIDES,
        value -> override(Admission.perIp(value == null ? "" : value), lookups));
    for (OfListener own : listeners.values()) {
      settings.follow(
          SettingNames.ofListener(own.name, Admission.CONNECTIONS),
          value -> {
            own.max = number(value);
            own.tell();
          });
      settings.follow(
          SettingNames.ofListener(own.name, Admission.RATE),
          value -> own.pace.set(number(value), nanoTime.getAsLong()));
    }
  }

  void override(Map<String, Integer> perHost, Executor lookups) {
    newestOverrides = perHost;
    lookups.execute(this::lookUp);
  }

  /** A look-up that took long does not undo one that was begun after it. */
  private void lookUp() {
    Map<String, Integer> perHost = newestOverrides;
    try {
      Map<InetAddress, Integer> found = addresses(perHost);
      synchronized (listeners) {
        if (perHost == newestOverrides) {
          overrides = found;
        }
      }
    } catch (ConfigException unusable) {
      LOG.warn("{} stays as it was: {}", Admission.PER_IP_OVERRIDES, unusable.getMessage());
    }
  }

  private static int number(@Nullable String value) {
    return Integer.parseInt(String.valueOf(value));
  }

  /**
   * Names are looked up once and here: a look-up for each connection would hold its event loop. May
   * wait.
   */
  private static Map<InetAddress, Integer> addresses(Map<String, Integer> overrides) {
    Map<InetAddress, Integer> addresses = new HashMap<>();
    overrides.forEach(
        (host, limit) -> {
          try {
            addresses.put(InetAddress.getByName(host), limit);
          } catch (UnknownHostException e) {
            throw new ConfigException(
                Admission.PER_IP_OVERRIDES, host, "addresses, or hosts that have one");
          }
        });
    return addresses;
  }

  /**
   * Counts a connection; false if it is one too many from its address. {@link #closed} is called
   * either way.
   */
  boolean opened(String listener, InetAddress address) {
    OfListener own = of(listener);
    boolean full = own.count.incrementAndGet() >= own.max;
    if (total.incrementAndGet() >= max) {
      tellAll();
    } else if (full) {
      own.tell();
    }
    return perIp.merge(address, 1, Integer::sum) <= overrides.getOrDefault(address, maxPerIp);
  }

  void closed(String listener, InetAddress address) {
    perIp.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    OfListener own = of(listener);
    boolean wasFull = own.count.getAndDecrement() >= own.max;
    if (total.getAndDecrement() >= max) {
      tellAll();
    } else if (wasFull) {
      own.tell();
    }
  }

  private void tellAll() {
    listeners.values().forEach(OfListener::tell);
  }

  int total() {
    return total.get();
  }
}
