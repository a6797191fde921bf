package io.barnabas.server.network;

import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** placeholder until messages arrive. */
final class ApiRouter implements RequestRouter {
  private final ApiRegistry registry;

  ApiRouter(ApiRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
  }

  @Override
  public ApiSpec.Overlap overlap(short apiKey) {
    ApiHandler<?, ?> handler = registry.handler(apiKey);
    return handler == null ? ApiSpec.Overlap.NONE : handler.spec().overlap();
  }

  @Override
  public CompletionStage<Reply> route(ClientConnection connection, ByteBuf frame) {
    return CompletableFuture.completedFuture(new Reply.Close("?"));
  }
}
