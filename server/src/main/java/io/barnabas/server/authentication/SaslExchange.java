package io.barnabas.server.authentication;

/**
 * One client's proof by one mechanism, from its first token to the end. Used by one thread at a
 * time.
 */
public interface SaslExchange {

  /** Takes the client's next token; not called again once it has said Proven or Refused. */
  SaslStep evaluate(byte[] token);

  /** Lets go of what it holds; called once, whatever the end. */
  default void dispose() {}
}
