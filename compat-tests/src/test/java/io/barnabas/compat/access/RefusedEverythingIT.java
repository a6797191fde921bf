package io.barnabas.compat.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Walks every API a broker says it serves as somebody who may do nothing: each refuses with its own
 * error in its least and its greatest version, and says of what is there what it says of what is
 * not.
 */
@ExtendWith(BrokersExtension.class)
final class RefusedEverythingIT {
  private static final String THERE = "there";
  private static final String NOT_THERE = "ghost";

  @Test
  void shouldRefuseEachApiAndLeakNothing(Brokers brokers) throws Exception {
    BrokerProcess open = brokers.start(Map.of("node.id", "1"));
    fill(open);
    open.stop();
    BrokerProcess shut =
        brokers
            .create(
                Map.of(
                    "node.id",
                    "1",
                    "log.dirs",
                    open.dataDirectory().toString(),
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer"))
            .start();
    Refusals refusals = new Refusals();
    TreeSet<String> walked = new TreeSet<>();
    try (RawConnection connection = new RawConnection(shut.port())) {
      for (ApiVersionsResponseData.ApiVersion served : versions(connection)) {
        ApiKeys api = ApiKeys.forId(served.apiKey());
        if (Refusals.OPEN.contains(api)) {
          continue;
        }
        Refusal refusal = refusals.of(api);
        assertNotNull(refusal, api + " is served; say in Refusals what it demands");
        int least = api == ApiKeys.PRODUCE ? 3 : served.minVersion();
        int greatest = Math.min(served.maxVersion(), refusal.maxVersion());
        for (short version : new short[] {(short) least, (short) greatest}) {
          walk(connection, refusal, version);
          walked.add(api.name);
        }
      }
      showsNothing(connection);
    }
    assertTrue(walked.size() > 45, walked.toString());
    assertTrue(
        shut.output().contains("outcome=Denied principal=User:ANONYMOUS operation=DESCRIBE"),
        shut::tail);
  }

  private static void fill(BrokerProcess broker) throws Exception {
    try (Admin admin = Clients.admin(broker);
        Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", THERE));
        Producer<String, String> producer =
            Clients.producer(broker, Map.of("transactional.id", THERE))) {
      admin.createTopics(List.of(new NewTopic(THERE, 1, (short) 1))).all().get();
      consumer.assign(List.of(new TopicPartition(THERE, 0)));
      consumer.commitSync(Map.of(new TopicPartition(THERE, 0), new OffsetAndMetadata(0)));
      producer.initTransactions();
    }
  }

  private static List<ApiVersionsResponseData.ApiVersion> versions(RawConnection connection)
      throws Exception {
    ApiVersionsResponseData answer =
        (ApiVersionsResponseData)
            connection.ask(
                ApiKeys.API_VERSIONS,
                (short) 3,
                new ApiVersionsRequestData()
                    .setClientSoftwareName("walk")
                    .setClientSoftwareVersion("1"));
    return List.copyOf(answer.apiKeys());
  }

  private static void walk(RawConnection connection, Refusal refusal, short version)
      throws Exception {
    String what = refusal.api() + " v" + version;
    JsonNode there = ask(connection, refusal, version, THERE);
    JsonNode notThere = ask(connection, refusal, version, NOT_THERE);

    assertEquals(there.toString().replace(THERE, "?"), notThere.toString().replace(NOT_THERE, "?"));
    Set<Errors> told =
        List.of("errorCode", "partitionErrorCode").stream()
            .flatMap(field -> there.findValues(field).stream())
            .map(code -> Errors.forCode((short) code.asInt()))
            .collect(Collectors.toSet());
    if (refusal.errors().isEmpty()) {
      assertTrue(!there.toString().contains(THERE), what + ": " + there);
    } else {
      told.removeAll(Set.of(Errors.NONE));
      assertTrue(refusal.errors().containsAll(told), what + " says " + told);
      assertTrue(!told.isEmpty() || refusal.errors().contains(Errors.NONE), what + ": " + there);
    }
  }

  private static JsonNode ask(RawConnection connection, Refusal refusal, short version, String name)
      throws Exception {
    ApiMessage answer =
        connection.ask(refusal.api(), version, refusal.about().named(name, version));
    Class<?> converter = Class.forName(answer.getClass().getName() + "JsonConverter");
    return (JsonNode)
        converter
            .getMethod("write", answer.getClass(), short.class, boolean.class)
            .invoke(null, answer, version, false);
  }

  /** Where everything is asked for, nothing is shown, and there is nothing one may do. */
  private static void showsNothing(RawConnection connection) throws Exception {
    MetadataResponseData metadata =
        (MetadataResponseData)
            connection.ask(ApiKeys.METADATA, (short) 12, new MetadataRequestData().setTopics(null));
    DescribeTopicPartitionsResponseData partitions =
        (DescribeTopicPartitionsResponseData)
            connection.ask(
                ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
                (short) 0,
                new DescribeTopicPartitionsRequestData());
    DescribeClusterResponseData cluster =
        (DescribeClusterResponseData)
            connection.ask(
                ApiKeys.DESCRIBE_CLUSTER,
                (short) 1,
                new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true));

    assertEquals(0, metadata.topics().size());
    assertEquals(0, partitions.topics().size());
    assertEquals(0, cluster.clusterAuthorizedOperations());
    assertEquals(1, cluster.brokers().size());
  }
}
