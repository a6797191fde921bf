package io.barnabas.server.binding;

import io.barnabas.codec.Bytes;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.SyncFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the salts follow from with which users who are not known are asked for a proof: whoever asks
 * before a restart and after it must find them the same, as those of known users are.
 */
public final class ScramSecret {
  /** Beside the metadata log; nothing to Apache Kafka. */
  static final String NAME = ".barnabas-scram";

  private static final int BYTES = 32;
  private static final Logger LOG = LoggerFactory.getLogger(ScramSecret.class);

  private ScramSecret() {}

  /**
   * Reads it; makes it, durably, where there is none, or none of the right length. Blocks.
   *
   * @param directory of the metadata partition, which exists
   * @throws SyncFailedException if it might be gone with the next loss of power; the next call
   *     makes another
   */
  public static Bytes of(FileSystemPort files, Path directory, RandomGenerator random)
      throws SyncFailedException {
    Path file = directory.resolve(NAME);
    byte[] fresh = new byte[BYTES];
    random.nextBytes(fresh);
    try {
      if (files.exists(file)) {
        ByteBuffer found = files.readAll(file);
        if (found.remaining() == BYTES) {
          return Bytes.ofCopy(found);
        }
      }
      files.replaceAtomically(file, ByteBuffer.wrap(fresh));
    } catch (SyncFailedException e) {
      // Found by the next start it would pass for one that is on the disk.
      try {
        files.deleteIfExists(file);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    } catch (IOException e) {
      // A full disk is no reason to let nobody in.
      LOG.warn(
          "{} cannot be kept: whoever asks before the next restart and after it can tell who has a"
              + " SCRAM credential: {}",
          file,
          e.toString());
    }
    return Bytes.ofCopy(fresh);
  }
}
