package io.barnabas.server.tls;

import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.SettingCatalogue;
import io.barnabas.server.config.SettingNames;
import io.barnabas.server.config.Settings;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that encrypt, and how their stores follow files and settings. Any thread. */
public final class TlsListeners implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsListeners.class);

  private final Map<String, ListenerTls> listeners = new LinkedHashMap<>();
  private final Set<String> underSasl = new HashSet<>();
  private volatile Settings settings;
  private volatile boolean begun;

  private TlsListeners(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads the stores of those listeners that encrypt. Blocks.
   *
   * @param tasks where handshakes compute
   * @throws ConfigException if a store cannot be used
   */
  public static TlsListeners read(Settings settings, List<Listener> bound, Executor tasks) {
    TlsListeners made = new TlsListeners(settings);
    for (Listener listener : bound) {
      if (listener.protocol().usesSasl()) {
        made.underSasl.add(listener.name());
      }
    }
    for (TlsConfig config : check(settings, bound)) {
      made.warn(config.listener());
      made.listeners.put(config.listener(), new ListenerTls(config, tasks));
    }
    return made;
  }

  /**
   * How those listeners encrypt that do, as far as it can be known without looking at files.
   *
   * @throws ConfigException at what cannot be right
   */
  public static List<TlsConfig> check(Settings settings, List<Listener> bound) {
    List<TlsConfig> configs =
        bound.stream()
            .filter(listener -> listener.protocol().usesTls())
            .map(
                listener ->
                    TlsConfig.from(
                        settings.ofListener(listener.name()), listener.protocol().usesSasl()))
            .toList();
    if (!configs.isEmpty()) {
      var unused = settings.text(SettingCatalogue.STORE_CHECK_MS);
    }
    return configs;
  }

  private TlsConfig config(Settings now, String listener) {
    return TlsConfig.from(now.ofListener(listener), underSasl.contains(listener));
  }

  private void warn(String listener) {
    if (TlsConfig.ignoresClientAuth(settings.ofListener(listener), underSasl.contains(listener))) {
      LOG.warn(
          "Listener {} asks for no certificates, as it has SASL: only"
              + " listener.name.{}.ssl.client.auth would make it",
          listener,
          listener.toLowerCase(Locale.ROOT));
    }
  }

  /** How the listener of this name encrypts; null if it does not. */
  public @Nullable ListenerTls find(String listener) {
    return listeners.get(listener);
  }

  /** Whether a setting, by its full name, says where a listener has its stores. */
  public boolean obeys(String name) {
    return RunTimeSettings.PER_LISTENER.contains(SettingNames.base(name))
        && listeners.keySet().stream()
            .anyMatch(each -> name.startsWith(SettingNames.ofListener(each, "ssl.")));
  }

  /** Why the stores these settings name cannot be used; null if they can. Blocks. */
  public @Nullable String complaint(Settings then) {
    for (Map.Entry<String, ListenerTls> listener : listeners.entrySet()) {
      try {
        TlsConfig config = config(then, listener.getKey());
        String complaint = listener.getValue().complaint(config);
        if (complaint != null) {
          return "Listener " + listener.getKey() + " cannot use its stores: " + complaint;
        }
      } catch (ConfigException wrong) {
        return wrong.getMessage();
      }
    }
    return null;
  }

  /** Obeys settings as they change, on a thread that may wait for the disk. */
  public void follow(RunTimeSettings runTime, Executor disk) {
    runTime.follow(
        this::obeys,
        now -> {
          settings = now;
          disk.execute(this::refresh);
        });
  }

  /**
   * Uses what was set while the broker ran before, whatever the settings it was started with say:
   * it was compared when it was set. Blocks.
   */
  public void begin() {
    begun = true;
    refresh(false);
  }

  /** Looks every so often whether files have changed, on a thread that may wait for the disk. */
  public void watch(ScheduledExecutorService timer, Executor disk) {
    long everyMs = settings.longValue(SettingCatalogue.STORE_CHECK_MS);
    if (everyMs > 0 && !listeners.isEmpty()) {
      var unused =
          timer.scheduleWithFixedDelay(
              () -> disk.execute(this::refresh), everyMs, everyMs, TimeUnit.MILLISECONDS);
    }
  }

  /** Lets go of the stores, which lie outside the heap; after the last connection. */
  @Override
  public void close() {
    listeners.values().forEach(ListenerTls::close);
  }

  private void refresh() {
    if (begun) {
      refresh(true);
    }
  }

  private void refresh(boolean comparing) {
    Settings now = settings;
    listeners.forEach(
        (name, listener) -> {
          try {
            listener.refresh(config(now, name), comparing);
          } catch (ConfigException wrong) {
            LOG.warn("Listener {} goes on with the stores it has: {}", name, wrong.getMessage());
          }
        });
  }
}
