package io.barnabas.metadata.quorum;

import java.util.Optional;

/** Port: the small text file {@code quorum-state} next to the metadata log. */
public interface QuorumStateFile {

  Optional<String> read();

  /** Replaces the file as a whole; returns when the new content would survive a loss of power. */
  void write(String content);
}
