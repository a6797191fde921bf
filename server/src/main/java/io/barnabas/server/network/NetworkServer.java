package io.barnabas.server.network;

import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ClientConnection.Software;
import io.barnabas.server.authentication.SaslListener;
import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.config.ForwardRules;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.NetworkConfig;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.request.RequestMetrics;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.tls.ListenerTls;
import io.barnabas.server.tls.TlsListeners;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one broker and the event loops behind them. Bound first, so that a port in use
 * stops the start before any work is done; opened last, until when the kernel keeps callers
 * waiting. Called by one thread at a time.
 */
public final class NetworkServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkServer.class);
  private static final long SWEEP_SECONDS = 5;

  /** How long a stop waits for answers that are under way. */
  private static final long ANSWER_PATIENCE_MS = 1_000;

  /** How long it then waits for clients to close. */
  private static final long GOING_PATIENCE_MS = 200;

  private static final int PAGE_BYTES = 8192;
  private static final int CHUNK_ORDER = 7;
  private static final String NOT_OPEN = "nobody is accepted before the network is open";

  private final NetworkConfig config;
  private final NetworkLoops loops;
  private final Transport transport;
  private final ByteBufAllocator allocator;
  private final RequestMemory memory;
  private final ConnectionLimits limits;
  private final NetworkMeters meters;
  private final ErrorCounts errors = new ErrorCounts();
  private final LongSupplier nanoTime;
  private volatile @Nullable RequestRouter router;
  private volatile Map<String, SaslListener> sasl = Map.of();
  private volatile ConnectionParts.@Nullable Cold cold;
  private volatile @Nullable ClientQuotas connectionQuotas;
  private final List<Channel> acceptors = new ArrayList<>();
  private final Map<ReachedAddress, Integer> toFind = new LinkedHashMap<>();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /**
   * Event loops without listeners.
   *
   * @param threads makes the threads of the event loops
   * @param requests told of every request answered
   * @param nanoTime the monotonic clock
   */
  public NetworkServer(
      NetworkConfig config, ThreadFactory threads, RequestMetrics requests, LongSupplier nanoTime) {
    this.config = config;
    this.transport = Transport.best();
    this.loops = new NetworkLoops(config.threads(), threads, transport.loops());
    this.meters = new NetworkMeters(requests, loops::numberOf, nanoTime);
    this.allocator = pool(config.threads());
    this.memory = new RequestMemory(config.inFlight().bytesInAll());
    this.limits = new ConnectionLimits(config.admission(), nanoTime);
    this.nanoTime = nanoTime;
    loops.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** One arena for each event loop, chunks of 1 MiB, no heap: small when little is going on. */
  private static ByteBufAllocator pool(int loops) {
    return new PooledByteBufAllocator(true, 0, loops, PAGE_BYTES, CHUNK_ORDER, 128, 32, false);
  }

  /** Sends away who keeps others waiting; the pause between two looks is the patience shown. */
  void sweep() {
    sweepMemory();
    new Sweep(connections, connections.size(), memory.isScarce(), loops).run();
  }

  void sweepMemory() {
    memory.sweep();
  }

  /** The memory buffers of the network come from; for whoever builds bytes to be sent. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /** Bytes counted as requests received and not yet answered. */
  long requestBytes() {
    return memory.usedBytes();
  }

  /** How many clients are connected. */
  public int connectionCount() {
    return connections.size();
  }

  /** What there is to tell of connections and answers. */
  public List<MetricSource> metrics() {
    return List.of(
        new NetworkSource(meters, memory, new LoopIdleness(loops, nanoTime), nanoTime),
        new ConnectionsSource(connections, loops::numberOf),
        errors);
  }

  /** The name of the kernel's interface in use. */
  public String transportName() {
    return transport.name();
  }

  /**
   * Binds listeners, accepting nobody yet.
   *
   * @param tls how those encrypt that do
   * @param reached of which of them clients are told the address they came by, with the exceptions
   * @return the same listeners with the ports really bound
   * @throws BindFailedException if the system refuses one
   */
  public List<Listener> bind(
      List<Listener> listeners, TlsListeners tls, Map<String, ForwardRules> reached) {
    List<Listener> bound = new ArrayList<>();
    for (Listener listener : listeners) {
      ForwardRules rules = reached.get(listener.name());
      ReachedAddress told = rules == null ? null : new ReachedAddress(listener, rules);
      Channel acceptor = bind(listener, tls.find(listener.name()), told);
      acceptors.add(acceptor);
      int port = ((InetSocketAddress) acceptor.localAddress()).getPort();
      if (told != null && told.hasToFind()) {
        toFind.put(told, port);
      }
      bound.add(listener.onPort(port));
    }
    return bound;
  }

  private Channel bind(
      Listener listener, @Nullable ListenerTls tls, @Nullable ReachedAddress reached) {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, config.backlog())
            .option(ChannelOption.AUTO_READ, false)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOCATOR, allocator)
            .handler(limits.acceptor(listener.name()))
            .childHandler(new ConnectionInitializer(listener, tls, reached, connectionParts()));
    if (config.receiveBufferBytes() > 0) {
      bootstrap.option(ChannelOption.SO_RCVBUF, config.receiveBufferBytes());
      bootstrap.childOption(ChannelOption.SO_RCVBUF, config.receiveBufferBytes());
    }
    if (config.sendBufferBytes() > 0) {
      bootstrap.childOption(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
    }
    InetSocketAddress address =
        listener.host().isEmpty()
            ? new InetSocketAddress(listener.port())
            : new InetSocketAddress(listener.host(), listener.port());
    ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new BindFailedException("listeners", listener, binding.cause());
    }
    return binding.channel();
  }

  private ConnectionParts connectionParts() {
    return new ConnectionParts(
        config,
        this::router,
        this::session,
        memory,
        limits,
        this::connectionWaitMs,
        connections,
        meters,
        this::cold,
        nanoTime);
  }

  /**
   * Obeys settings as they are changed while the broker runs.
   *
   * @param lookups where names of hosts may be looked up
   */
  public void follow(RunTimeSettings settings, Executor lookups) {
    settings.follow(
        "num.network.threads", value -> loops.use(Integer.parseInt(String.valueOf(value))));
    limits.follow(settings, lookups);
  }

  /**
   * Begins to accept connections, whose requests are answered by these handlers, within these
   * quotas.
   *
   * @param saslListeners how clients prove who they are, by listener, where they are asked to
   * @param pages looks after what is sent late
   * @param readers may wait for the disk
   */
  public void open(
      ApiRegistry registry,
      ClientQuotas quotas,
      Map<String, SaslListener> saslListeners,
      SentPages pages,
      Executor readers) {
    sasl = saslListeners;
    cold = new ConnectionParts.Cold(pages, readers);
    router =
        new ApiRouter(
            registry,
            new ResponseEncoder(allocator),
            new Throttling(quotas),
            errors,
            new LargeRequests(Runtime.getRuntime().maxMemory()),
            nanoTime);
    connectionQuotas = quotas;
    limits.open();
  }

  /** Finds out, on this executor, under which ports forwarded connections come where rules ask. */
  public void findPublishedPorts(Executor executor, RandomGenerator random) {
    PublishedPorts ports = new PublishedPorts(this::isConnected, random);
    toFind.forEach((told, port) -> executor.execute(() -> told.find(ports, port)));
  }

  private boolean isConnected(Software software) {
    return connections.stream()
        .map(channel -> channel.pipeline().get(Connection.class))
        .anyMatch(each -> each != null && each.client().software().equals(software));
  }

  private int connectionWaitMs(InetAddress address) {
    ClientQuotas quotas = connectionQuotas;
    return quotas == null ? 0 : quotas.connect(address);
  }

  private SaslSession session(String listener) {
    return Objects.requireNonNull(sasl.get(listener), listener).session();
  }

  private ConnectionParts.Cold cold() {
    return Objects.requireNonNull(cold, NOT_OPEN);
  }

  private RequestRouter router() {
    return Objects.requireNonNull(router, NOT_OPEN);
  }

  /** Accepts nobody any more; connections stay. */
  public void stopAccepting() {
    acceptors.forEach(acceptor -> acceptor.close().awaitUninterruptibly());
  }

  /** Has clients leave with the answers to what they have asked; nobody is waited for long. */
  private void leaveConnections() {
    List<CompletableFuture<Void>> leaving = new ArrayList<>();
    for (Channel channel : connections) {
      Connection connection = channel.pipeline().get(Connection.class);
      if (connection != null) {
        leaving.add(Leaving.begin(channel, connection));
      }
    }
    try {
      CompletableFuture.allOf(leaving.toArray(CompletableFuture[]::new))
          .get(ANSWER_PATIENCE_MS, TimeUnit.MILLISECONDS);
      connections.newCloseFuture().await(GOING_PATIENCE_MS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("Not everything was answered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all connections and the event loops. */
  @Override
  public void close() {
    stopAccepting();
    leaveConnections();
    connections.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
