package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.MetadataImage;
import java.util.concurrent.CompletionStage;

/** Where metadata is read and where its changes are asked for. Safe for use on any thread. */
public interface Controller {

  /**
   * Decides a command. The stage completes on the metadata executor, always normally, once the
   * outcome is committed and {@link #image()} shows it; dependants must not wait there.
   */
  <R> CompletionStage<Answer<R>> submit(ControllerCommand<R> command);

  /** The newest published image; a volatile read. */
  MetadataImage image();
}
