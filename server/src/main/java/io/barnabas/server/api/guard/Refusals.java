package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.codec.message.CreateDelegationTokenResponse;
import io.barnabas.codec.message.DescribeDelegationTokenResponse;
import io.barnabas.codec.message.ExpireDelegationTokenResponse;
import io.barnabas.codec.message.PushTelemetryResponse;
import io.barnabas.codec.message.RenewDelegationTokenResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Access;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests with an error of somebody's choice in place of what they ask for, each API in
 * its own words: those its guard refuses with, under another code. For tests of clients; any
 * thread.
 */
public final class Refusals {
  private static final Set<Integer> SAID_BY_GUARDS =
      Stream.of(
              ErrorCode.TOPIC_AUTHORIZATION_FAILED,
              ErrorCode.GROUP_AUTHORIZATION_FAILED,
              ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
              ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
              ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED)
          .map(each -> (int) each.code())
          .collect(Collectors.toUnmodifiableSet());

  /** Permissions on the cluster with which topics are not asked about. */
  private static final Set<AclOperation> STAND_FOR_TOPICS =
      Set.of(AclOperation.CREATE, AclOperation.DELETE, AclOperation.CLUSTER_ACTION);

  /** Added to such a code that a handler or an authorizer said, while the guard adds its own. */
  private static final int ASIDE = 10_000;

  /** APIs without a guard whose effects are to be kept from happening. */
  private static final Map<ApiKey, IntFunction<Message>> WITHOUT_GUARD =
      Map.of(
          ApiKey.CREATE_DELEGATION_TOKEN,
          code -> CreateDelegationTokenResponse.builder().errorCode((short) code).build(),
          ApiKey.RENEW_DELEGATION_TOKEN,
          code -> RenewDelegationTokenResponse.builder().errorCode((short) code).build(),
          ApiKey.EXPIRE_DELEGATION_TOKEN,
          code -> ExpireDelegationTokenResponse.builder().errorCode((short) code).build(),
          ApiKey.DESCRIBE_DELEGATION_TOKEN,
          code -> DescribeDelegationTokenResponse.builder().errorCode((short) code).build(),
          ApiKey.PUSH_TELEMETRY,
          code -> PushTelemetryResponse.builder().errorCode((short) code).build());

  private final GuardBook book;
  private final Guard<?, ?> fetch;

  Refusals(GuardBook book, ClusterView cluster) {
    this.book = book;
    this.fetch = new FetchedTopicsGuard(cluster);
  }

  /** The topics a request names, by name or id; none for one that means all there are. */
  public <Q extends Message, R extends Message> Set<String> topics(
      ApiHandler<Q, R> handler, RequestContext context, Q request) {
    Set<String> named = new TreeSet<>();
    Access.Rule listener =
        (operation, type, name) -> {
          if (type == ResourceType.TOPIC) {
            named.add(name);
          }
          return !standsForTopics(operation, type);
        };
    Admission<Q, R> unused = guard(handler).admit(Access.by(listener, context), request);
    named.remove("");
    return named;
  }

  /** Permissions on the cluster by which topics need not be asked about. */
  private static boolean standsForTopics(AclOperation operation, ResourceType type) {
    return type == ResourceType.CLUSTER && STAND_FOR_TOPICS.contains(operation);
  }

  /**
   * Answers with an error instead of handling the request. What only reads may be handled, and its
   * answer withheld.
   */
  public <Q extends Message, R extends Message> CompletionStage<@Nullable R> refuse(
      ApiHandler<Q, R> handler, RequestContext context, Q request, ErrorCode error) {
    IntFunction<Message> own = WITHOUT_GUARD.get(handler.spec().key());
    if (own != null) {
      @SuppressWarnings("unchecked") // entered under the key of its API
      R answer = (R) own.apply(error.code());
      return CompletableFuture.completedFuture(answer);
    }
    return refuse(handler, context, request, error, (operation, type, name) -> false);
  }

  /** Answers with an error for some of the topics, and handles the rest of the request. */
  public <Q extends Message, R extends Message> CompletionStage<@Nullable R> refuse(
      ApiHandler<Q, R> handler,
      RequestContext context,
      Q request,
      ErrorCode error,
      Predicate<String> topics) {
    return refuse(
        handler,
        context,
        request,
        error,
        (operation, type, name) ->
            type == ResourceType.TOPIC ? !topics.test(name) : !standsForTopics(operation, type));
  }

  private <Q extends Message, R extends Message> CompletionStage<@Nullable R> refuse(
      ApiHandler<Q, R> handler,
      RequestContext context,
      Q request,
      ErrorCode error,
      Access.Rule rule) {
    Admission<Q, R> admission = guard(handler).admit(Access.by(rule, context), request);
    if (admission instanceof Admission.Refused<Q, R> refused) {
      return CompletableFuture.completedFuture(under(error, refused.response(), context.version()));
    }
    Admission.Partial<Q, R> partial = (Admission.Partial<Q, R>) admission;
    return handler
        .handle(context, partial.request())
        .thenApply(
            response ->
                response == null
                    ? silence(partial)
                    : told(partial, response, error, context.version()));
  }

  private static <Q extends Message, R extends Message> @Nullable R silence(
      Admission.Partial<Q, R> partial) {
    if (!partial.complaint().isEmpty()) {
      throw new CloseConnection(partial.complaint());
    }
    return null;
  }

  private static <Q extends Message, R extends Message> R told(
      Admission.Partial<Q, R> partial, R response, ErrorCode error, short version) {
    R aside =
        changed(response, version, code -> SAID_BY_GUARDS.contains(code) ? code + ASIDE : code);
    R refused = under(error, partial.completion().apply(aside), version);
    // Where the guard would have hidden something rather than refused it, the whole answer fails.
    return carries(refused, error)
        ? changed(refused, version, code -> code >= ASIDE ? code - ASIDE : code)
        : failed(response, error, version);
  }

  private static <R extends Message> R under(ErrorCode error, R refusal, short version) {
    return changed(refusal, version, code -> SAID_BY_GUARDS.contains(code) ? error.code() : code);
  }

  private static boolean carries(Message response, ErrorCode error) {
    AtomicBoolean found = new AtomicBoolean();
    response.errorCodes(
        code -> {
          if (code == error.code()) {
            found.set(true);
          }
        });
    return found.get();
  }

  /**
   * An answer in which everything failed with this error; what was done stays done.
   *
   * @param version the one it is written in
   */
  public static <R extends Message> R failed(R response, ErrorCode error, short version) {
    return changed(response, version, code -> error.code());
  }

  @SuppressWarnings("unchecked") // a message changes into one of its own class
  private static <R extends Message> R changed(R response, short version, IntUnaryOperator change) {
    return (R) response.withErrorCodes(version, change);
  }

  @SuppressWarnings("unchecked") // a guard is of the messages of the key it is entered under
  private <Q extends Message, R extends Message> Guard<Q, R> guard(ApiHandler<Q, R> handler) {
    ApiKey key = handler.spec().key();
    Guard<?, ?> guard = key == ApiKey.FETCH ? fetch : book.of(key);
    if (guard == null) {
      throw new IllegalStateException(key.wireName() + " has no guard");
    }
    return (Guard<Q, R>) guard;
  }
}
