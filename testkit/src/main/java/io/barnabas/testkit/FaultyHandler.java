package io.barnabas.testkit;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.guard.Refusals;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler in front of which faults happen. Its requests do not overlap, so that one that is held
 * up is not passed by the next: a broker answers the requests of a connection as if it did them in
 * order.
 */
final class FaultyHandler<Q extends Message, R extends Message> implements ApiHandler<Q, R> {
  private final ApiHandler<Q, R> handler;
  private final Refusals refusals;
  private final Faults faults;
  private final ScheduledExecutorService timer;
  private final HeldAnswers held;
  private final ApiSpec spec;

  FaultyHandler(
      ApiHandler<Q, R> handler,
      Refusals refusals,
      Faults faults,
      ScheduledExecutorService timer,
      HeldAnswers held) {
    this.held = held;
    this.handler = handler;
    this.refusals = refusals;
    this.faults = faults;
    this.timer = timer;
    this.spec = handler.spec().overlapping(ApiSpec.Overlap.NONE);
  }

  @Override
  public ApiSpec spec() {
    return spec;
  }

  @Override
  public CompletionStage<@Nullable R> handle(RequestContext context, Q request) {
    Fault fault =
        faults.next(
            spec.key(),
            context.clientIdOrEmpty(),
            () -> refusals.topics(handler, context, request));
    if (fault == null) {
      return handler.handle(context, request);
    }
    boolean after = fault.rule().isAfterEffect();
    Fault.Happening happening = fault.happening();
    if (happening instanceof Fault.Happening.Failure failure) {
      return after
          ? failedAfterwards(context, request, failure.code())
          : refused(context, request, failure.code(), fault.rule().topic());
    }
    if (happening instanceof Fault.Happening.Delay delay) {
      return after
          ? answeredLater(context, request, delay.duration())
          : later(
              context.connection().executor(),
              delay.duration(),
              () -> handler.handle(context, request));
    }
    return after ? goneAfterwards(context, request) : CompletableFuture.failedFuture(gone());
  }

  private CompletionStage<@Nullable R> refused(
      RequestContext context, Q request, ErrorCode code, @Nullable String topic) {
    return topic == null
        ? refusals.refuse(handler, context, request, code)
        : refusals.refuse(handler, context, request, code, topic::equals);
  }

  private CompletionStage<@Nullable R> failedAfterwards(
      RequestContext context, Q request, ErrorCode code) {
    return handler
        .handle(context, request)
        .thenApply(
            response ->
                response == null ? null : Refusals.failed(response, code, context.version()));
  }

  private CompletionStage<@Nullable R> answeredLater(
      RequestContext context, Q request, Duration delay) {
    return handler
        .handle(context, request)
        .thenCompose(
            response ->
                later(
                        context.connection().executor(),
                        delay,
                        () -> CompletableFuture.completedFuture(response))
                    .whenComplete(
                        (sent, dropped) -> {
                          if (dropped != null && response != null) {
                            response.release();
                          }
                        }));
  }

  private CompletionStage<@Nullable R> goneAfterwards(RequestContext context, Q request) {
    return handler
        .handle(context, request)
        .thenApply(
            response -> {
              if (response != null) {
                response.release();
              }
              throw gone();
            });
  }

  private static CloseConnection gone() {
    return new CloseConnection("a fault of the test");
  }

  /** Does something after a while, where the connection's work is done. */
  private CompletionStage<@Nullable R> later(
      Executor executor, Duration delay, Supplier<CompletionStage<@Nullable R>> step) {
    CompletableFuture<@Nullable R> answer = held.hold();
    Runnable due = () -> execute(executor, () -> take(step, answer), answer);
    execute(
        body -> {
          var unused = timer.schedule(body, delay.toNanos(), TimeUnit.NANOSECONDS);
        },
        due,
        answer);
    return answer;
  }

  private static void execute(Executor executor, Runnable body, CompletableFuture<?> answer) {
    try {
      executor.execute(body);
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new CloseConnection("the broker stops"));
    }
  }

  private void take(
      Supplier<CompletionStage<@Nullable R>> step, CompletableFuture<@Nullable R> answer) {
    try {
      step.get()
          .whenComplete(
              (response, failure) -> {
                if (failure != null) {
                  answer.completeExceptionally(failure);
                } else {
                  answer.complete(response);
                }
              });
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
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
