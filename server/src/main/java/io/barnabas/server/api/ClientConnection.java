package io.barnabas.server.api;

import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.authentication.SaslSession;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What handlers may know of the connection a request came on. Any thread may read it; what changes
 * is written by the connection's event loop.
 */
public final class ClientConnection {
  /** Name and version of the client's software as told in ApiVersions (KIP-511). */
  public record Software(String name, String version) {
    /** Not told, or not yet. */
    public static final Software UNKNOWN = new Software("unknown", "unknown");

    /** Kept for as long as the connection lasts, of whoever has not said yet who they are, too. */
    private static final int LENGTH_MAX = 100;

    /** Cut to a decent length. */
    public Software {
      name = cut(name);
      version = cut(version);
    }

    private static String cut(String text) {
      return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
    }
  }

  /** Who the client is. */
  public record Principal(String type, String name) {
    /** Somebody who was not asked who they are. */
    public static final Principal ANONYMOUS = new Principal("User", "ANONYMOUS");

    @Override
    public String toString() {
      return type + ":" + name;
    }
  }

  /** Where something can be connected to. */
  public record Address(String host, int port) {}

  private final String id;
  private final String listenerName;
  private final SecurityProtocol protocol;
  private final InetSocketAddress clientAddress;
  private final InetSocketAddress localAddress;
  private final BooleanSupplier open;
  private final Executor executor;
  private final CloseHooks closeHooks = new CloseHooks();
  private volatile @Nullable SaslSession sasl;
  private volatile Principal principal = Principal.ANONYMOUS;
  private volatile boolean authenticated;
  private volatile Software software = Software.UNKNOWN;
  private volatile @Nullable Address reachedBroker;

  /**
   * Describes one connection.
   *
   * @param id unique among the connections of this process, for log lines
   * @param listenerName the listener it was accepted on, in upper case
   * @param protocol how that listener is secured
   * @param open whether the connection is still there; callable from any thread
   * @param executor the connection's event loop
   */
  public ClientConnection(
      String id,
      String listenerName,
      SecurityProtocol protocol,
      InetSocketAddress clientAddress,
      InetSocketAddress localAddress,
      BooleanSupplier open,
      Executor executor) {
    this.id = id;
    this.listenerName = listenerName;
    this.protocol = protocol;
    this.authenticated = !protocol.usesSasl();
    this.clientAddress = clientAddress;
    this.localAddress = localAddress;
    this.open = open;
    this.executor = executor;
  }

  public String id() {
    return id;
  }

  public String listenerName() {
    return listenerName;
  }

  /** How the listener it was accepted on is secured. */
  public SecurityProtocol protocol() {
    return protocol;
  }

  public InetSocketAddress clientAddress() {
    return clientAddress;
  }

  /** The client's host as shown in group descriptions: a slash and the numeric address. */
  public String clientHost() {
    return "/" + clientAddress.getAddress().getHostAddress();
  }

  public InetSocketAddress localAddress() {
    return localAddress;
  }

  /**
   * Where this client reaches this broker, for answers that name it; null where all clients of the
   * listener are told the same, as {@code advertised.listeners} has it.
   */
  public @Nullable Address reachedBroker() {
    return reachedBroker;
  }

  /** Notes where this client reaches this broker; before its first request. */
  public void reaches(Address broker) {
    reachedBroker = broker;
  }

  public Principal principal() {
    return principal;
  }

  public Software software() {
    return software;
  }

  /** Whether an answer can still reach the client. */
  public boolean isOpen() {
    return open.getAsBoolean();
  }

  /**
   * The connection's event loop: where work for its answers that becomes possible on another thread
   * goes on. Must not be blocked; rejects work once the broker stops.
   */
  public Executor executor() {
    return executor;
  }

  /**
   * Has something run once when the connection ends, on its event loop; at once if it has ended.
   * Whatever waits on the client's behalf ends with it: a client that leaves and comes back again
   * and again must not leave its waits behind.
   *
   * @param hook short; must not throw
   * @return takes the hook back; without effect when it has run
   */
  public Runnable onClose(Runnable hook) {
    if (!closeHooks.add(hook)) {
      hook.run();
    }
    return () -> closeHooks.remove(hook);
  }

  /** Notes that the connection has ended; called by its event loop. */
  public void closed() {
    closeHooks.close();
  }

  /** Whether the client has proven who it is, or need not. */
  public boolean isAuthenticated() {
    return authenticated;
  }

  /** The client's way to its proof; null where it is not asked for one. */
  public @Nullable SaslSession sasl() {
    return sasl;
  }

  /** Notes how the client is to prove who it is; before its first request. */
  public void proves(SaslSession session) {
    sasl = session;
  }

  /** Notes who the client has proven to be. */
  public void authenticated(Principal proven) {
    principal = proven;
    authenticated = true;
  }

  /** Notes what the client said of its software. */
  public void runs(Software told) {
    software = told;
  }
}
