package io.barnabas.server.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.PartitionId;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PartitionTest {

  @Test
  void shouldNotBringBackTheTrafficOfATopicThatIsGone() {
    Traffic traffic = new Traffic();
    Partition partition =
        new Partition(
            new PartitionId(new Uuid(1, 2), "gone", 0),
            1,
            new PartitionSettings(LogConfig.DEFAULT, 1),
            traffic);

    partition.become(new PartitionRole.Gone(3));
    // A fetch that waited for the first records is answered now.
    partition.traffic().fetched(null, 0);

    assertEquals(Map.of(), traffic.topics());
    assertEquals(1, traffic.all().count(TrafficKind.FETCH_REQUESTS));
  }
}
