package io.barnabas.server.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Uuid;
import io.barnabas.server.partition.PartitionFault;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FetchSessionsTest {
  private static final Uuid TOPIC = new Uuid(1, 2);
  private static final FetchKey FIRST = FetchKey.byId(TOPIC, 0);
  private static final FetchKey SECOND = FetchKey.byId(TOPIC, 1);

  private final AtomicLong nanos = new AtomicLong();
  private final FetchSessions sessions = new FetchSessions(2, 20, new Random(7), nanos::get);

  @Test
  void shouldTellOnlyNewsInASession() {
    // Given
    int id = begun(FIRST, SECOND);
    // When
    FetchContext next = sessions.begin(changes(id, 1, List.of(), List.of()));
    FetchContext.Answer answer = next.answer(List.of(found(FIRST, 10, 0), found(SECOND, 11, 0)));
    // Then
    assertEquals(List.of(FIRST, SECOND), keys(next));
    assertEquals(id, answer.sessionId());
    assertEquals(List.of(SECOND), told(answer));
  }

  @Test
  void shouldReadPartitionsThatGaveDataLast() {
    int id = begun(FIRST, SECOND);
    sessions
        .begin(changes(id, 1, List.of(), List.of()))
        .answer(List.of(found(FIRST, 10, 5), found(SECOND, 10, 0)));

    FetchContext next = sessions.begin(changes(id, 2, List.of(), List.of()));

    assertEquals(List.of(SECOND, FIRST), keys(next));
  }

  @Test
  void shouldTellAPartitionAgainWhenItsFaultHasGone() {
    int id = begun(FIRST);
    sessions
        .begin(changes(id, 1, List.of(), List.of()))
        .answer(List.of(FetchedPartition.failed(target(FIRST, 0), PartitionFault.NOT_LEADER)));

    FetchContext.Answer answer =
        sessions.begin(changes(id, 2, List.of(), List.of())).answer(List.of(found(FIRST, 10, 0)));

    assertEquals(List.of(FIRST), told(answer));
  }

  @Test
  void shouldTakeNewOffsetsAndForgetPartitions() {
    int id = begun(FIRST, SECOND);

    FetchContext next = sessions.begin(changes(id, 1, List.of(target(SECOND, 42)), List.of(FIRST)));

    assertEquals(List.of(target(SECOND, 42)), next.targets());
  }

  @Test
  void shouldEndASessionWithoutPartitions() {
    int id = begun(FIRST);

    FetchContext last = sessions.begin(changes(id, 1, List.of(), List.of(FIRST)));

    assertEquals(List.of(), last.targets());
    assertEquals(0, last.answer(List.of()).sessionId());
    assertEquals(
        SessionFault.NOT_FOUND, sessions.begin(changes(id, 2, List.of(), List.of())).fault());
  }

  @Test
  void shouldRefuseARequestOutOfTurn() {
    int id = begun(FIRST);

    assertEquals(
        SessionFault.WRONG_EPOCH, sessions.begin(changes(id, 2, List.of(), List.of())).fault());
    assertNull(sessions.begin(changes(id, 1, List.of(), List.of())).fault());
    assertEquals(
        SessionFault.WRONG_EPOCH, sessions.begin(changes(id, 1, List.of(), List.of())).fault());
  }

  @Test
  void shouldRefuseToMixNamesAndIds() {
    int id = begun(FIRST);

    FetchContext context = sessions.begin(new FetchDemand(id, 1, false, List.of(), List.of()));

    assertEquals(SessionFault.TOPIC_ID_MISMATCH, context.fault());
  }

  @Test
  void shouldAnswerALateReadOfAnOldRequestWithTheWrongEpoch() {
    int id = begun(FIRST);
    FetchContext slow = sessions.begin(changes(id, 1, List.of(), List.of()));
    sessions.begin(changes(id, 2, List.of(), List.of()));
    ByteBufRecords records = new ByteBufRecords(Unpooled.buffer().writeZero(3));

    FetchContext.Answer answer =
        slow.answer(
            List.of(
                new FetchedPartition(target(FIRST, 0), null, 11, 11, 0, null, List.of(), records)));

    assertEquals(SessionFault.WRONG_EPOCH, answer.fault());
    assertEquals(0, records.content().refCnt());
  }

  @Test
  void shouldReplaceASessionByAFullFetch() {
    int id = begun(FIRST);

    int other =
        sessions
            .begin(new FetchDemand(id, 0, true, List.of(target(SECOND, 0)), List.of()))
            .answer(List.of(found(SECOND, 1, 0)))
            .sessionId();

    assertNotEquals(id, other);
    assertEquals(1, sessions.size());
  }

  @Test
  void shouldCloseASessionWithTheFinalEpoch() {
    int id = begun(FIRST);

    FetchContext.Answer answer =
        sessions
            .begin(new FetchDemand(id, -1, true, List.of(target(FIRST, 0)), List.of()))
            .answer(List.of(found(FIRST, 1, 0)));

    assertEquals(0, answer.sessionId());
    assertEquals(0, sessions.size());
  }

  @Test
  void shouldGrantNoSessionWhileAllSlotsAreInUse() {
    int oldest = begun(FIRST);
    begun(FIRST);

    assertEquals(0, begun(FIRST));
    nanos.addAndGet(Duration.ofMinutes(2).toNanos());
    assertNotEquals(0, begun(FIRST));
    assertEquals(2, sessions.size());
    assertEquals(
        SessionFault.NOT_FOUND, sessions.begin(changes(oldest, 1, List.of(), List.of())).fault());
  }

  @Test
  void shouldLetNoSessionGrowBeyondTheMemoryForAll() {
    int first = begun(FIRST, SECOND);
    int greedy = begun(FIRST);
    List<FetchTarget> more =
        IntStream.range(1, 18).mapToObj(i -> target(FetchKey.byId(TOPIC, i), 0)).toList();
    assertNull(sessions.begin(changes(greedy, 1, more, List.of())).fault());

    assertEquals(
        SessionFault.NOT_FOUND,
        sessions
            .begin(changes(greedy, 2, List.of(target(FetchKey.byId(TOPIC, 99), 0)), List.of()))
            .fault());
    assertNull(sessions.begin(changes(first, 1, more, List.of())).fault(), "there is room again,");
    assertEquals(0, begun(FIRST, SECOND, FetchKey.byId(TOPIC, 2)), "nor is there for another");
    assertNull(sessions.begin(changes(first, 2, List.of(), List.of(FIRST, SECOND))).fault());
    assertNotEquals(0, begun(FIRST, SECOND));
  }

  @Test
  void shouldCountLongNamesAsWhatTheyTake() {
    assertNotEquals(0, begun(FetchKey.byName("t", 0)));
    assertEquals(0, begun(FetchKey.byName("t".repeat(2000), 0)));
  }

  @Test
  void shouldGrantNothingWithoutSlots() {
    FetchSessions none = new FetchSessions(0, 20, new Random(7), nanos::get);

    FetchContext.Answer answer =
        none.begin(new FetchDemand(0, 0, true, List.of(target(FIRST, 0)), List.of()))
            .answer(List.of(found(FIRST, 1, 0)));

    assertEquals(0, answer.sessionId());
    assertEquals(List.of(FIRST), told(answer));
  }

  private int begun(FetchKey... keys) {
    List<FetchTarget> targets = Arrays.stream(keys).map(key -> target(key, 0)).toList();
    return sessions
        .begin(new FetchDemand(0, 0, true, targets, List.of()))
        .answer(targets.stream().map(target -> found(target.key(), 10, 0)).toList())
        .sessionId();
  }

  private static FetchDemand changes(
      int id, int epoch, List<FetchTarget> targets, List<FetchKey> forgotten) {
    return new FetchDemand(id, epoch, true, targets, forgotten);
  }

  private static FetchTarget target(FetchKey key, long offset) {
    return new FetchTarget(key, offset, 1000, -1, -1);
  }

  private static FetchedPartition found(FetchKey key, long highWatermark, int bytes) {
    @Nullable ByteBufRecords records =
        bytes == 0 ? null : new ByteBufRecords(Unpooled.buffer().writeZero(bytes));
    return new FetchedPartition(
        target(key, 0), null, highWatermark, highWatermark, 0, null, List.of(), records);
  }

  private static List<FetchKey> keys(FetchContext context) {
    return context.targets().stream().map(FetchTarget::key).toList();
  }

  private static List<FetchKey> told(FetchContext.Answer answer) {
    return answer.partitions().stream().map(each -> each.target().key()).toList();
  }
}
