package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.message.RequestHeader;
import io.barnabas.codec.message.RequestReader;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.RequestContext;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a frame as a request, has it handled and writes the response. */
final class ApiRouter implements RequestRouter {
  private static final Logger LOG = LoggerFactory.getLogger(ApiRouter.class);

  /** What a request took, as far as quotas ask for it. */
  private record Used(int requestBytes, long busyNanos) {
    static final Used UNKNOWN = new Used(0, 0);
  }

  private final ApiRegistry registry;
  private final ResponseEncoder encoder;
  private final Throttling throttling;
  private final ErrorCounts errors;
  private final LargeRequests large;
  private final LongSupplier nanoTime;

  ApiRouter(
      ApiRegistry registry,
      ResponseEncoder encoder,
      Throttling throttling,
      ErrorCounts errors,
      LargeRequests large,
      LongSupplier nanoTime) {
    this.registry = registry;
    this.encoder = encoder;
    this.throttling = throttling;
    this.errors = errors;
    this.large = large;
    this.nanoTime = nanoTime;
  }

  @Override
  public ApiSpec.Overlap overlap(short apiKey) {
    ApiHandler<?, ?> handler = handler(apiKey);
    return handler == null ? ApiSpec.Overlap.NONE : handler.spec().overlap();
  }

  private @Nullable ApiHandler<?, ?> handler(short apiKey) {
    ApiKey key = ApiKey.ofId(apiKey);
    return key == null ? null : registry.handler(key);
  }

  @Override
  public CompletionStage<Reply> route(ClientConnection connection, ByteBuf frame) {
    if (frame.readableBytes() < RequestHeaders.LEAST_BYTES) {
      return close("a frame of " + frame.readableBytes() + " bytes, too short for a request");
    }
    short apiKey = RequestHeaders.key(frame);
    short version = frame.getShort(frame.readerIndex() + Short.BYTES);
    ApiHandler<?, ?> handler = handler(apiKey);
    if (handler == null) {
      return close("a request with API key " + apiKey + ", which is not served");
    }
    if (!handler.spec().serves(version)) {
      return unsupported(handler, version, frame);
    }
    try {
      return handle(handler, connection, frame, version);
    } catch (MalformedMessageException e) {
      return close(
          "a malformed "
              + handler.spec().key().wireName()
              + " request, version "
              + version
              + ": "
              + e.getMessage());
    }
  }

  private CompletionStage<Reply> unsupported(
      ApiHandler<?, ?> handler, short version, ByteBuf frame) {
    Message response = handler.onUnsupportedVersion();
    if (response == null) {
      return close(
          "a "
              + handler.spec().key().wireName()
              + " request of version "
              + version
              + ", which is not served");
    }
    int correlationId = frame.getInt(frame.readerIndex() + 2 * Short.BYTES);
    return done(
        new Reply.Answer(
            encoder.encode(handler.spec().key(), (short) 0, correlationId, response), 0));
  }

  @SuppressWarnings("unchecked") // The reader makes the message that belongs to the handler's key.
  private <Q extends Message, R extends Message> CompletionStage<Reply> handle(
      ApiHandler<Q, R> handler, ClientConnection connection, ByteBuf frame, short version) {
    ApiKey key = handler.spec().key();
    MessageReader reader = new MessageReader(frame);
    RequestHeader header = RequestHeader.read(reader, key.requestHeaderVersion(version));
    Q request = (Q) RequestReader.read(key, reader, version);
    int elements = reader.elementsRead();
    if (!large.begin(elements)) {
      request.release();
      return close("a request of " + elements + " elements, too many besides those in work");
    }
    RequestContext context =
        new RequestContext(
            connection,
            handler.spec(),
            version,
            header.correlationId(),
            header.clientId(),
            nanoTime.getAsLong());
    CompletionStage<@Nullable R> stage;
    try {
      stage = handler.handle(context, request);
    } catch (RuntimeException | Error e) {
      stage = CompletableFuture.failedFuture(e);
    }
    Used used = used(context, frame);
    return stage.handle(
        (response, failure) -> {
          large.end(elements);
          return reply(handler, context, request, response, failure, used);
        });
  }

  private Used used(RequestContext context, ByteBuf frame) {
    return throttling.isActive()
        ? new Used(frame.writerIndex(), nanoTime.getAsLong() - context.receivedNanos())
        : Used.UNKNOWN;
  }

  private <Q extends Message, R extends Message> Reply reply(
      ApiHandler<Q, R> handler,
      RequestContext context,
      Q request,
      @Nullable R response,
      @Nullable Throwable failure,
      Used used) {
    try {
      if (failure != null) {
        return failed(handler, context, request, failure);
      }
      if (RequestLog.isOn()) {
        RequestLog.completed(context, request, response, nanoTime.getAsLong());
      }
      return response == null
          ? new Reply.Silence(throttleMs(context, used))
          : answer(context, response, used);
    } catch (RuntimeException | Error e) {
      LOG.error("{} could not be answered by a defect", describe(context), e);
      return new Reply.Close("an internal error");
    } finally {
      request.release();
    }
  }

  private Reply answer(RequestContext context, Message response, Used used) {
    try {
      errors.count(context.spec().key(), response);
      int told = response.throttleTimeMs();
      int throttleMs = Math.max(told, throttleMs(context, used));
      return new Reply.Answer(
          encoder.encode(
              context.spec().key(),
              context.version(),
              context.correlationId(),
              throttleMs > told ? response.withThrottleTimeMs(throttleMs) : response),
          throttleMs);
    } finally {
      response.release();
    }
  }

  private int throttleMs(RequestContext context, Used used) {
    return used == Used.UNKNOWN
        ? 0
        : throttling.use(context, used.requestBytes(), used.busyNanos());
  }

  private <Q extends Message, R extends Message> Reply failed(
      ApiHandler<Q, R> handler, RequestContext context, Q request, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof CloseConnection wanted) {
      return ended(context, wanted);
    }
    LOG.error("{} failed by a defect", describe(context), cause);
    R response = handler.onFailure(context, request);
    return response == null
        ? new Reply.Close("an internal error")
        : answer(context, response, Used.UNKNOWN);
  }

  private Reply ended(RequestContext context, CloseConnection wanted) {
    String reason = String.valueOf(wanted.getMessage());
    Message answer = wanted.lastAnswer();
    return answer == null
        ? new Reply.Close(reason)
        : new Reply.Farewell(
            encoder.encode(
                context.spec().key(), context.version(), context.correlationId(), answer),
            wanted.afterMs(),
            reason);
  }

  private static String describe(RequestContext context) {
    return context.spec().key().wireName()
        + " version "
        + context.version()
        + " on "
        + context.connection().id();
  }

  private static CompletionStage<Reply> close(String reason) {
    return done(new Reply.Close(reason));
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
