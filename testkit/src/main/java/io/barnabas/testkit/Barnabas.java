package io.barnabas.testkit;

import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.BrokerConfig;
import io.barnabas.server.BrokerServer;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.Settings;
import io.barnabas.server.config.SettingsLoader;
import io.barnabas.server.config.WithoutEffect;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker inside this JVM, for tests: the one that runs as a process in service, on a port of its
 * own. Several may run at once and know nothing of each other.
 *
 * <pre>{@code
 * try (Barnabas broker = Barnabas.start()) {
 *   properties.put("bootstrap.servers", broker.bootstrapServers());
 *   ...
 * }
 * }</pre>
 *
 * <p>Any thread, but start and stop it from one at a time.
 */
public final class Barnabas implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Barnabas.class);
  private static final String LISTENERS = "listeners";

  private final TestWorld world = new TestWorld();
  private final TestDirectory directory;
  private final Map<String, String> properties;
  private volatile BrokerServer server;
  private boolean closed;

  private Barnabas(TestDirectory directory, Map<String, String> properties) {
    this.directory = directory;
    this.properties = new TreeMap<>(properties);
    this.properties.put("log.dirs", directory.path().toString());
    this.server = serve();
  }

  /** Starts a broker with nothing in it, whose data goes with it; returns when it serves. */
  public static Barnabas start() {
    return configure().start();
  }

  /** A broker to be started differently. */
  public static BarnabasBuilder configure() {
    return new BarnabasBuilder();
  }

  static Barnabas start(
      TestDirectory directory, Map<String, String> properties, List<Topic> topics) {
    Barnabas broker;
    try {
      broker = new Barnabas(directory, properties);
    } catch (RuntimeException e) {
      directory.discard();
      throw e;
    }
    try {
      broker.createTopics(topics);
      return broker;
    } catch (RuntimeException e) {
      broker.close();
      throw e;
    }
  }

  private BrokerServer serve() {
    Properties given = new Properties();
    properties.forEach(given::setProperty);
    Settings settings = new SettingsLoader().properties(given).load();
    BrokerConfig config = BrokerConfig.from(settings);
    WithoutEffect.warn(settings, LOG);
    return BrokerServer.start(config, world.environment());
  }

  /** Where clients connect, for {@code bootstrap.servers}: the first listener. */
  public String bootstrapServers() {
    return address(server.listeners().get(0));
  }

  /**
   * The same for a listener of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public String bootstrapServers(String listener) {
    return server.listeners().stream()
        .filter(each -> each.name().equalsIgnoreCase(listener))
        .map(Barnabas::address)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no listener " + listener));
  }

  private static String address(Listener listener) {
    return listener.host() + ":" + listener.port();
  }

  /** The port of the first listener. */
  public int port() {
    return server.listeners().get(0).port();
  }

  /** Where its data is. */
  public Path directory() {
    return directory.path();
  }

  /** Its time, which moves when it is told to. */
  public TestClock clock() {
    return world.clock();
  }

  /** What goes wrong with it. */
  public Faults faults() {
    return world.faults();
  }

  /**
   * Makes topics, over a listener that asks nobody who they are.
   *
   * @throws IllegalStateException if there is no such listener, or the broker refuses a topic
   */
  public void createTopics(Collection<Topic> topics) {
    if (topics.isEmpty()) {
      return;
    }
    Listener open =
        server.listeners().stream()
            .filter(each -> each.protocol() == SecurityProtocol.PLAINTEXT)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "topics are made over a PLAINTEXT listener, and there is none"));
    new TopicClient(open.host(), open.port()).create(topics);
  }

  /** Makes a topic. */
  public void createTopic(String name, int partitions) {
    createTopics(List.of(Topic.of(name, partitions)));
  }

  /**
   * Stops it and starts it again with its data, its clock and its faults; on the same port, unless
   * {@code listeners} was set to have another. Clients see what they see of a broker in service.
   */
  public void restart() {
    String listeners = properties.get(LISTENERS);
    if (listeners != null && listeners.indexOf(',') < 0 && listeners.endsWith(":0")) {
      properties.put(LISTENERS, listeners.substring(0, listeners.length() - 1) + port());
    }
    stop();
    server = serve();
  }

  private void stop() {
    world.stopping();
    server.close();
    world.stopping();
  }

  /** Stops it; its data is gone then, unless it was given a directory. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      stop();
      directory.discard();
    }
  }

  @Override
  public String toString() {
    return "Barnabas on "
        + server.listeners().stream().map(Listener::toString).collect(Collectors.joining(", "));
  }
}
