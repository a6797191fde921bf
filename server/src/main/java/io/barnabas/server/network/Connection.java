package io.barnabas.server.network;

import io.barnabas.server.api.ApiSpec.Overlap;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.config.NetworkConfig.InFlight;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: starts its requests in order as far as they may overlap, writes the
 * answers in order, and stops reading while too much of it is in memory or its reader does not
 * read. Runs on the channel's event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements MemoryClaim.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** Bytes read ahead of a request that must wait; more would only move the client's buffer. */
  private static final int READ_AHEAD_BYTES = 64 << 10;

  /** Bytes of answers the client has not taken; no further request starts above it. */
  private static final int UNSENT_BYTES = 256 << 10;

  private final Channel channel;
  private final ClientConnection client;
  private final FrameAssembler assembler;
  private final RequestRouter router;
  private final HeldBytes held;
  private final InFlight limits;
  private final LogThrottle noisy;
  private final ProcessorMeter meter;
  private final LongSupplier nanoTime;
  private final ResponseSequencer sequencer = new ResponseSequencer();
  private final ResponseWriter writer;
  private final Mute mute;
  private final ClientPace pace;

  private int unstartedBytes;
  private boolean ending;
  private boolean refused;
  private boolean closing;
  private boolean pumping;
  private long lastActiveNanos;

  /** When the event loop was last called for something that requests or answers waited for. */
  private long turnNanos;

  private final MemoryClaim claim;
  private Runnable end;

  Connection(
      Channel channel,
      ClientConnection client,
      FrameAssembler assembler,
      RequestRouter router,
      ConnectionParts parts,
      LogThrottle noisy) {
    this.channel = channel;
    this.client = client;
    this.assembler = assembler;
    this.router = router;
    this.claim = new MemoryClaim(channel.eventLoop(), this);
    this.held = new HeldBytes(parts.memory(), claim);
    this.limits = parts.config().inFlight();
    this.noisy = noisy;
    this.meter = parts.meters().of(client.listenerName(), channel.eventLoop());
    this.nanoTime = parts.nanoTime();
    this.writer = new ResponseWriter(channel, parts, held, this::onSent);
    this.pace = new ClientPace(channel, assembler);
    this.mute = new Mute(channel.eventLoop(), this::goOn, nanoTime);
    this.lastActiveNanos = nanoTime.getAsLong();
    this.end = channel::close;
    meter.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    noteActive();
    turnNanos = lastActiveNanos;
    int bytes = ((ByteBuf) message).readableBytes();
    meter.received(bytes);
    pace.received(bytes);
    assembler.offer((ByteBuf) message);
    if (ending) {
      assembler.close();
      return;
    }
    countArrived();
    pump();
  }

  private void noteActive() {
    lastActiveNanos = nanoTime.getAsLong();
    claim.moves();
  }

  private void countArrived() {
    // The lengths before frames were counted on arrival and are not part of the frames taken.
    int now = assembler.heldBytes();
    held.arrived(now - unstartedBytes);
    unstartedBytes = now;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    writer.flush();
  }

  private void goOn() {
    turnNanos = nanoTime.getAsLong();
    pump();
  }

  /** Starts what may start, then reads on or stops reading. */
  private void pump() {
    if (pumping || ending) {
      return;
    }
    pumping = true;
    try {
      while (!ending && !isSaturated() && assembler.ready() && startNext()) {
        // Each turn has started one request.
      }
    } catch (FrameException e) {
      endWith(String.valueOf(e.getMessage()));
    } finally {
      pumping = false;
    }
    if (!ending) {
      held.receiving(isLargeHalf());
      decideReading();
    }
  }

  private boolean isLargeHalf() {
    return assembler.isInsideFrame() && unstartedBytes > READ_AHEAD_BYTES;
  }

  private boolean isSaturated() {
    return mute.isOn()
        || sequencer.count() >= limits.requestsPerConnection()
        || sequencer.bytes() >= limits.bytesPerConnection()
        || writer.unsentBytes() >= UNSENT_BYTES;
  }

  private boolean startNext() {
    ByteBuf frame = assembler.peek();
    short key = RequestHeaders.key(frame);
    if (!sequencer.mayStart(key)) {
      return false;
    }
    ResponseSequencer.Slot slot = sequencer.add(key, router.overlap(key), assembler.take());
    unstartedBytes -= slot.bytes();
    slot.begin(turnNanos, nanoTime.getAsLong());
    CompletableFuture<Reply> reply = route(slot);
    slot.handled(nanoTime.getAsLong());
    if (reply.isDone() && !reply.isCompletedExceptionally()) {
      complete(slot, reply.join());
    } else {
      reply.whenComplete(
          (done, failure) -> onEventLoop(slot, failure == null ? done : defect(failure)));
    }
    return true;
  }

  private CompletableFuture<Reply> route(ResponseSequencer.Slot slot) {
    try {
      return router.route(client, slot.frame()).toCompletableFuture();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** No request may go without a reply, or the connection waits for it for ever. */
  private Reply defect(Throwable failure) {
    LOG.error("A request on connection {} failed by a defect", client.id(), failure);
    return new Reply.Close("an internal error");
  }

  private void onEventLoop(ResponseSequencer.Slot slot, Reply reply) {
    slot.completed(nanoTime.getAsLong());
    if (channel.eventLoop().inEventLoop()) {
      completeInTurn(slot, reply);
      return;
    }
    try {
      channel.eventLoop().execute(() -> completeInTurn(slot, reply));
    } catch (RejectedExecutionException e) {
      LOG.debug("An answer came after the network was stopped", e);
      slot.frame().release();
      reply.release();
    }
  }

  private void completeInTurn(ResponseSequencer.Slot slot, Reply reply) {
    turnNanos = nanoTime.getAsLong();
    complete(slot, reply);
  }

  private void complete(ResponseSequencer.Slot slot, Reply reply) {
    claim.moves();
    if (reply instanceof Reply.Farewell farewell && !refused) {
      stopReading();
      if (farewell.isPutOff(channel.eventLoop(), client, later -> complete(slot, later))) {
        return;
      }
    }
    slot.complete(reply);
    if (refused) {
      if (sequencer.forget(slot)) {
        free(slot);
        reply.release();
      }
      answerInOrder(); // Lets go of those that were complete before and waited for this one.
      return;
    }
    answerInOrder();
    pump();
  }

  private void answerInOrder() {
    for (ResponseSequencer.Slot slot = sequencer.poll(); slot != null; slot = sequencer.poll()) {
      free(slot);
      Reply reply = slot.reply();
      if (refused && reply != null) {
        reply.release();
      } else if (reply instanceof Reply.Answer answer) {
        slot.written(turnNanos);
        writer.write(answer.frame(), answer, slot);
      } else if (reply instanceof Reply.Silence) {
        meter.answered(slot, reply, slot.writtenNanos());
      } else if (reply instanceof Reply.Farewell farewell) {
        noisy.warnOfEnd(client, farewell.reason());
        writer.write(farewell.frame(), farewell, slot);
      } else if (reply instanceof Reply.Close close) {
        refuse(close.reason());
      }
      mute.obey(reply);
    }
  }

  private void free(ResponseSequencer.Slot slot) {
    slot.frame().release();
    held.freed(slot.bytes(), sequencer.count() == 0 && unstartedBytes == 0);
  }

  private void onSent(RequestTimer request, Reply reply, long bytes, long unsentBefore) {
    noteActive();
    meter.sent(bytes);
    meter.answered(request, reply, lastActiveNanos);
    if (ending && writer.unsentBytes() == 0 && (refused || sequencer.count() == 0)) {
      close();
    } else if (unsentBefore >= UNSENT_BYTES && writer.unsentBytes() < UNSENT_BYTES) {
      pump();
    }
  }

  private void decideReading() {
    boolean ahead = unstartedBytes >= READ_AHEAD_BYTES;
    boolean stuck = ahead && (isSaturated() || assembler.ready());
    boolean read = !held.waits() && !stuck;
    if (channel.config().isAutoRead() != read) {
      channel.config().setAutoRead(read);
    }
  }

  @Override
  public void onRoom() {
    held.resumed(sequencer.count() == 0 && unstartedBytes == 0);
    goOn();
  }

  @Override
  public void onChallenge() {
    if (held.waits() && !ending) {
      assembler.sip();
      channel.read();
    }
  }

  @Override
  public void onInTheWay() {
    if (sequencer.count() > 0 && !isLargeHalf()) {
      held.done(); // It is we who are slow: others may have its turn.
    } else {
      refuse(
          "it holds half a request in memory that others wait for, and does not come to its end");
    }
  }

  /** Reads no further, and ends the connection once the requests before this have been answered. */
  private void endWith(String reason) {
    stopReading();
    sequencer
        .add((short) -1, Overlap.NONE, Unpooled.EMPTY_BUFFER)
        .complete(new Reply.Close(reason));
    answerInOrder();
  }

  private void refuse(String reason) {
    noisy.warnOfEnd(client, reason);
    refused = true;
    stopReading();
    if (writer.unsentBytes() == 0) {
      close();
    }
  }

  private void stopReading() {
    ending = true;
    channel.config().setAutoRead(false);
  }

  /** Sends the client away if it keeps others waiting. */
  void look(boolean scarce) {
    writer.look();
    String complaint = ending ? null : pace.complaint(scarce);
    if (complaint != null) {
      noisy.warnOfEnd(client, complaint);
      close();
    }
  }

  /** Whose it is, as far as any thread may ask. */
  ClientConnection client() {
    return client;
  }

  /** When something last came from the client or went to it, on the monotonic clock. */
  long lastActiveNanos() {
    return lastActiveNanos;
  }

  /** Ends the connection unless a request of it is being worked on. */
  boolean closeUnlessBusy() {
    if (sequencer.count() > 0) {
      return false;
    }
    meter.idle();
    close();
    return true;
  }

  /** Starts no more requests, and ends in this way once those under way are answered. */
  void leave(Runnable way) {
    end = way;
    ending = true;
    client.closed(); // Whoever waits for news is answered without.
    if (isAnswered()) {
      close();
    }
  }

  private boolean isAnswered() {
    return writer.unsentBytes() == 0 && sequencer.count() == 0;
  }

  private void close() {
    if (!closing) {
      closing = true;
      refused = true;
      ending = true;
      end.run();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ending = true;
    refused = true;
    closing = true;
    assembler.close();
    mute.end();
    held.gone(unstartedBytes);
    unstartedBytes = 0;
    answerInOrder();
    held.done();
    meter.closed();
    client.closed();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("Connection {} broke", client.id(), cause);
    } else {
      LOG.error("Connection {} is closed by a defect", client.id(), cause);
    }
    close();
  }
}
