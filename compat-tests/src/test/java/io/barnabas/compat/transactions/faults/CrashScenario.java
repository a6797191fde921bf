package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.RawConnection;
import io.barnabas.compat.transactions.faults.CrashPoint.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.protocol.Errors;

/**
 * One transaction and one point at which the broker dies. Nothing else uses its partitions, those
 * of the coordinators included.
 *
 * @param goesOn whether the client tries its last call again afterwards and goes on; a new instance
 *     begins otherwise
 * @param torn whether half of what would have been written next is there as well
 */
record CrashScenario(
    int number,
    String id,
    String group,
    boolean v2,
    boolean commit,
    boolean goesOn,
    boolean torn,
    CrashPoint point) {
  private static final long OFFSET = 7;

  String topic() {
    return "crash-" + number;
  }

  private String value(int partition) {
    return number + "/" + partition;
  }

  /** From a call on to the end. */
  void call(RawProducer producer, Call from) {
    for (Call each : Call.values()) {
      if (each.compareTo(from) >= 0) {
        assertEquals(Errors.NONE, call(each, producer), () -> this + " at " + each);
      }
    }
  }

  private Errors call(Call call, RawProducer producer) {
    return switch (call) {
      case ADD_PARTITIONS -> v2 ? Errors.NONE : producer.addPartitions(topic(), List.of(0, 1));
      case WRITE_FIRST -> producer.produce(topic(), 0, 0, value(0));
      case WRITE_SECOND -> producer.produce(topic(), 1, 0, value(1));
      case ADD_OFFSETS -> v2 ? Errors.NONE : producer.addOffsets(group);
      case COMMIT_OFFSET -> producer.commitOffset(group, topic(), OFFSET);
      case END -> producer.end(commit);
    };
  }

  /** Brings the logs to where they were when the broker died. */
  void crash(Path data, int statePartition, int offsetsPartition) throws IOException {
    CutLog state = new CutLog(data, "__transaction_state", statePartition);
    CutLog offsets = new CutLog(data, "__consumer_offsets", offsetsPartition);
    CutLog first = new CutLog(data, topic(), 0);
    CutLog second = new CutLog(data, topic(), 1);
    List<Integer> whole =
        Stream.of(state.batches(), first.batches(), second.batches(), offsets.batches()).toList();
    assertEquals(List.of(v2 ? 6 : 5, 2, 2, 2), whole, () -> this + " has other batches");
    state.cut(point.state(), torn);
    first.cut(point.first(), torn);
    second.cut(point.second(), torn);
    offsets.cut(point.offsets(), torn);
  }

  /** What the application does when the broker is there again, and one more transaction. */
  void recover(RawProducer before, RawConnection connection) {
    RawProducer producer = before.over(connection);
    if (goesOn) {
      call(producer, point.inFlight());
    } else {
      assertEquals(Errors.NONE, producer.init(), this::toString);
    }
    boolean continues = goesOn && !v2;
    if (!v2) {
      assertEquals(Errors.NONE, producer.addPartitions(topic(), List.of(0)), this::toString);
    }
    assertEquals(
        Errors.NONE, producer.produce(topic(), 0, continues ? 1 : 0, "next"), this::toString);
    assertEquals(Errors.NONE, producer.end(true), this::toString);
  }

  private boolean isVisible() {
    return commit && (goesOn || point.isDecided());
  }

  List<String> expected(int partition) {
    Stream<String> more = partition == 0 ? Stream.of("next") : Stream.empty();
    return Stream.concat(isVisible() ? Stream.of(value(partition)) : Stream.empty(), more).toList();
  }

  /** The group's offset, -1 for none. */
  long expectedOffset() {
    return isVisible() ? OFFSET : -1;
  }
}
