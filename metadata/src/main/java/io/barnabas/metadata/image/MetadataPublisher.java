package io.barnabas.metadata.image;

/**
 * Told of every committed change, in order, before the reply of the command that caused it. Runs on
 * the metadata executor: it must not wait for anything.
 */
@FunctionalInterface
public interface MetadataPublisher {

  /**
   * Called once with everything there is when the publisher joins (the delta then starts from the
   * empty image), and for every change after that.
   */
  void onMetadata(MetadataDelta delta, MetadataImage image);
}
