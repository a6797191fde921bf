package io.barnabas.server.network;

import io.barnabas.codec.Message;
import io.barnabas.server.BrokerConfig;
import io.barnabas.server.BrokerEnvironment;
import io.barnabas.server.BrokerServer;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.HandlerDecorator;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.guard.Refusals;
import io.barnabas.server.config.SettingsLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole broker, in memory where the system has such a place, whose handlers are asked without its
 * network. Notes what fails by a defect, which clients are not told.
 */
final class ServingBroker implements AutoCloseable {
  private static final Path IN_MEMORY = Path.of("/dev/shm");
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("node.id", "1"),
          Map.entry("listeners", "PLAINTEXT://127.0.0.1:0"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("num.network.threads", "1"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          Map.entry("barnabas.log.dir.reserve.bytes", "0"),
          Map.entry("barnabas.http.listener", "http://127.0.0.1:0"),
          Map.entry("delegation.token.secret.key", "secret"),
          Map.entry(
              "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
          Map.entry("super.users", "User:ANONYMOUS"));

  /** Passes requests on, and notes what comes of them. */
  private final class Watched<Q extends Message, R extends Message> implements ApiHandler<Q, R> {
    private final ApiHandler<Q, R> handler;

    Watched(ApiHandler<Q, R> handler) {
      this.handler = handler;
    }

    @Override
    public ApiSpec spec() {
      return handler.spec();
    }

    @Override
    public CompletionStage<@Nullable R> handle(RequestContext context, Q request) {
      try {
        return handler
            .handle(context, request)
            .whenComplete((response, failure) -> note(context, request, failure));
      } catch (RuntimeException | Error e) {
        note(context, request, e);
        throw e;
      }
    }

    private void note(RequestContext context, Q request, @Nullable Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      if (cause != null && !(cause instanceof CloseConnection) && !stopping) {
        defects.add(
            new AssertionError(
                spec().key().wireName()
                    + " version "
                    + context.version()
                    + " of "
                    + MessageText.of(request),
                cause));
      }
    }

    @Override
    public @Nullable R onFailure(RequestContext context, Q request) {
      return handler.onFailure(context, request);
    }

    @Override
    public @Nullable R onUnsupportedVersion() {
      return handler.onUnsupportedVersion();
    }
  }

  private final Path directory;
  private final BrokerServer server;
  private final List<ApiHandler<?, ?>> handlers = new ArrayList<>();
  private final Queue<AssertionError> defects = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;

  ServingBroker() {
    try {
      directory =
          Files.isWritable(IN_MEMORY)
              ? Files.createTempDirectory(IN_MEMORY, "barnabas-fuzz")
              : Files.createTempDirectory("barnabas-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Properties properties = new Properties();
    properties.putAll(SETTINGS);
    properties.put("log.dirs", directory.resolve("data").toString());
    BrokerEnvironment real = BrokerEnvironment.system();
    this.server =
        BrokerServer.start(
            BrokerConfig.from(new SettingsLoader().properties(properties).load()),
            new BrokerEnvironment(
                real.clock(),
                real.nanoTime(),
                real.networkNanoTime(),
                real.timer(),
                real.random(),
                real.clusterId(),
                false,
                new HandlerDecorator() {
                  @Override
                  public <Q extends Message, R extends Message> ApiHandler<Q, R> decorate(
                      ApiHandler<Q, R> handler, Refusals refusals) {
                    handlers.add(new Watched<>(handler));
                    return handler;
                  }
                }));
  }

  /** Everything that is served. */
  ApiRegistry registry() {
    return new ApiRegistry(handlers);
  }

  /** Fails with the first defect since this was last asked, or if the broker could not go on. */
  void check() {
    AssertionError first = defects.peek();
    if (first != null) {
      defects.clear();
      throw first;
    }
    if (!server.stoppedAsTold()) {
      throw new AssertionError("the broker could not go on");
    }
  }

  @Override
  public void close() {
    stopping = true;
    server.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
