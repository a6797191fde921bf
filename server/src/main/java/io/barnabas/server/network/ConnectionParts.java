package io.barnabas.server.network;

import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.config.NetworkConfig;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.net.InetAddress;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of all listeners share.
 *
 * @param router answers requests; asked for by the first connection, not before
 * @param sasl begins a client's proof of who it is, on a listener that asks for one; likewise
 * @param memory bounds what is received and not answered
 * @param limits counts connections
 * @param waitMs how long a new connection from an address has to wait by its quota
 * @param connections all there are
 * @param meters counts what they do
 * @param cold what is sent late; asked for likewise
 * @param nanoTime the monotonic clock
 */
record ConnectionParts(
    NetworkConfig config,
    Supplier<RequestRouter> router,
    Function<String, SaslSession> sasl,
    RequestMemory memory,
    ConnectionLimits limits,
    ToIntFunction<InetAddress> waitMs,
    ChannelGroup connections,
    NetworkMeters meters,
    Supplier<Cold> cold,
    LongSupplier nanoTime) {

  /**
   * Who sees to what is in memory no more when it is to be sent.
   *
   * @param readers may wait for the disk
   */
  record Cold(SentPages pages, Executor readers) {}

  /** What helps a connection that encrypts; null for any other. */
  FileRecordsChunks.@Nullable Helpers encryption(Channel channel) {
    ChunkedWriteHandler chunks = channel.pipeline().get(ChunkedWriteHandler.class);
    return chunks == null
        ? null
        : new FileRecordsChunks.Helpers(
            cold.get().pages(),
            cold.get().readers(),
            channel.eventLoop(),
            chunks::resumeTransfer,
            nanoTime);
  }
}
