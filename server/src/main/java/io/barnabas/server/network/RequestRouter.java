package io.barnabas.server.network;

import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;

/** What a connection does with a frame. */
interface RequestRouter {

  /** When the request after one of this key may start; also for keys nobody answers. */
  ApiSpec.Overlap overlap(short apiKey);

  /**
   * Starts a request. Called on the connection's event loop; does not block. The frame stays the
   * caller's, who keeps it until the stage is complete. Any thread may complete it, never
   * exceptionally.
   */
  CompletionStage<Reply> route(ClientConnection connection, ByteBuf frame);
}
