package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Message;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands its requests to the test, which answers them when it likes. */
final class FakeHandler implements ApiHandler<Message, Message> {
  record Call(
      RequestContext context, Message request, CompletableFuture<@Nullable Message> reply) {}

  private final ApiSpec spec;
  private final @Nullable Message onUnsupported;
  final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();

  FakeHandler(ApiSpec spec, @Nullable Message onUnsupported) {
    this.spec = spec;
    this.onUnsupported = onUnsupported;
  }

  static FakeHandler of(ApiKey key) {
    return new FakeHandler(ApiSpec.of(key), null);
  }

  @Override
  public ApiSpec spec() {
    return spec;
  }

  @Override
  public CompletionStage<@Nullable Message> handle(RequestContext context, Message request) {
    Call call = new Call(context, request, new CompletableFuture<>());
    calls.add(call);
    return call.reply();
  }

  @Override
  public @Nullable Message onUnsupportedVersion() {
    return onUnsupported;
  }

  Call next() throws InterruptedException {
    Call call = calls.poll(30, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no request came");
    }
    return call;
  }
}
