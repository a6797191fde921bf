package io.barnabas.server.authentication;

import org.jspecify.annotations.Nullable;

/** Knows whether a bearer token is good. Any thread; may take a moment, never waits for anybody. */
public interface BearerTokens extends AutoCloseable {

  /** What a token is worth. */
  sealed interface Verdict {}

  /** It is good. */
  record Good(Identity identity) implements Verdict {}

  /**
   * It is not.
   *
   * @param missingScope what it does not allow, though it would have to; null if it is wrong
   *     altogether
   * @param reason for the log, without secrets; what comes from the token is sanitised
   */
  record Bad(@Nullable String missingScope, String reason) implements Verdict {}

  Verdict check(String token);

  @Override
  default void close() {}
}
