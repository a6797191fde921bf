package io.barnabas.server.authentication;

/** A way to prove who one is, as set up for one listener. Any thread. */
public interface SaslMechanism extends AutoCloseable {

  /** Its name as registered with IANA, such as {@code SCRAM-SHA-256}. */
  String name();

  /** Whether a token may take longer than an event loop has time for. */
  default boolean isSlow() {
    return false;
  }

  /** Begins a proof. */
  SaslExchange begin();

  /** Ends what goes on behind it. */
  @Override
  default void close() {}
}
