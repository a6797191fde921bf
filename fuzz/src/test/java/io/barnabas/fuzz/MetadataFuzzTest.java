package io.barnabas.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.UnsupportedVersionException;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.ImageRecords;
import io.barnabas.metadata.image.InvalidMetadataRecordException;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.quorum.MetadataCorruptionException;
import io.barnabas.metadata.quorum.MetadataLog;
import io.barnabas.metadata.quorum.MetadataSnapshots;
import io.barnabas.metadata.quorum.QuorumStateFile;
import io.barnabas.metadata.quorum.SnapshotId;
import io.barnabas.metadata.record.MetadataVersion;
import io.barnabas.metadata.record.RecordFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The metadata as it is read at a start: whole, or refused with a reason. */
final class MetadataFuzzTest {
  private static final MetadataImage LATEST = latest();

  private static MetadataImage latest() {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    delta.replay(
        FeatureLevelRecord.builder()
            .name(MetadataVersion.FEATURE)
            .featureLevel(MetadataVersion.LATEST)
            .build());
    return delta.apply(new Provenance(0, 0, 0));
  }

  /** Records, each of a byte's length. */
  @FuzzTest(maxDuration = "1h")
  void records(byte[] input) {
    MetadataDelta delta = new MetadataDelta(LATEST);
    ByteBuf bytes = Unpooled.wrappedBuffer(input);
    try {
      while (bytes.isReadable()) {
        int length = Math.min(bytes.readUnsignedByte(), bytes.readableBytes());
        delta.replay(RecordFrame.read(bytes.readSlice(length)).message());
      }
      assertSameFromSnapshot(delta.apply(new Provenance(1, 1, 1)));
    } catch (MalformedMessageException
        | UnsupportedVersionException
        | InvalidMetadataRecordException refused) {
      assertEquals(1, bytes.refCnt());
    }
    bytes.release();
  }

  /** What a snapshot would hold leads to the same image. */
  private static void assertSameFromSnapshot(MetadataImage image) {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    ImageRecords.write(image, record -> delta.replay(record.message()));
    assertEquals(image, delta.apply(image.provenance()));
  }

  /**
   * Batches as a log, or as a snapshot, as the first byte says; the second says how many of the
   * bytes are quorum-state instead.
   */
  @FuzzTest(maxDuration = "1h")
  void stored(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int text = Math.min(input[1] & 0xff, input.length - 2);
    Stored stored =
        new Stored(
            (input[0] & 1) != 0,
            new String(input, 2, text, StandardCharsets.UTF_8),
            Unpooled.copiedBuffer(input, 2 + text, input.length - 2 - text));
    Patches.checksums(stored.batches());
    try {
      MetadataImage image =
          StoredMetadata.read(new LocalQuorum.Storage(stored, stored, stored)).image();
      if (!image.features().finalizedLevels().isEmpty()) {
        assertSameFromSnapshot(image);
      }
    } catch (MetadataCorruptionException | InvalidMetadataRecordException refused) {
      assertEquals(1, stored.batches().refCnt());
    }
    stored.batches().release();
  }

  /** A log or a snapshot, and nothing else. */
  private record Stored(boolean isLog, String quorumState, ByteBuf batches)
      implements MetadataLog, MetadataSnapshots, QuorumStateFile {
    @Override
    public long startOffset() {
      return 0;
    }

    @Override
    public long endOffset() {
      return isLog ? Math.max(0, Patches.nextOffset(batches)) : 0;
    }

    @Override
    public void read(long fromOffset, Consumer<ByteBuf> consumer) {
      BatchScanner scanner = BatchScanner.ofReadable(batches);
      while (scanner.next()) {
        consumer.accept(batches.slice(scanner.index(), scanner.sizeInBytes()));
      }
    }

    @Override
    public List<SnapshotId> list() {
      return isLog ? List.of() : List.of(SnapshotId.BOOTSTRAP);
    }

    @Override
    public void read(SnapshotId id, Consumer<ByteBuf> consumer) {
      read(0, consumer);
    }

    @Override
    public boolean readBootstrap(Consumer<ByteBuf> consumer) {
      return false;
    }

    @Override
    public Optional<String> read() {
      return quorumState.isEmpty() ? Optional.empty() : Optional.of(quorumState);
    }

    @Override
    public CompletionStage<Void> append(ByteBuf batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void deleteBefore(long newStartOffset) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(SnapshotId id, Content content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(SnapshotId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(String content) {
      throw new UnsupportedOperationException();
    }
  }
}
