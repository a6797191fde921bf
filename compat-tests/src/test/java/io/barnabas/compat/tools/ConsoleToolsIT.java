package io.barnabas.compat.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BrokersExtension.class)
final class ConsoleToolsIT {
  private final BrokerProcess broker;
  private final StockTools tools;
  private final String topic = Clients.unique("tools");

  ConsoleToolsIT(BrokerProcess broker) {
    this.broker = broker;
    this.tools = new StockTools(broker);
  }

  @Test
  void shouldManageTopics() throws Exception {
    tools
        .topics("--create", "--topic", topic, "--partitions", "3", "--config", "retention.ms=60000")
        .contains("^Created topic " + topic);
    tools.topics("--list").contains("^" + topic + "$");
    tools
        .topics("--describe", "--topic", topic)
        .contains("PartitionCount: 3\tReplicationFactor: 1\tConfigs: .*retention.ms=60000")
        .contains("Partition: 2\tLeader: \\d+\tReplicas: \\d+\tIsr: \\d+");
    tools.topics("--alter", "--topic", topic, "--partitions", "5");
    tools.topics("--describe", "--topic", topic).contains("PartitionCount: 5");
    tools.topics("--delete", "--topic", topic);
    assertFalse(tools.topics("--list").output().contains(topic));
  }

  @Test
  void shouldProduceAndConsumeInAGroup() throws Exception {
    tools.topics("--create", "--topic", topic, "--partitions", "2");
    String input =
        IntStream.range(0, 300).mapToObj(i -> "k" + i + ":v" + i).collect(Collectors.joining("\n"));
    tools.consoleProducer(
        input + "\n",
        "--topic",
        topic,
        "--compression-codec",
        "lz4",
        "--reader-property",
        "parse.key=true",
        "--reader-property",
        "key.separator=:");
    tools
        .getOffsets("--topic", topic)
        .contains("^" + topic + ":0:\\d+")
        .contains("^" + topic + ":1:\\d+");

    String group = Clients.unique("group");
    String consumed =
        tools
            .consoleConsumer(
                "--topic",
                topic,
                "--group",
                group,
                "--from-beginning",
                "--max-messages",
                "300",
                "--timeout-ms",
                "60000",
                "--formatter-property",
                "print.key=true",
                "--formatter-property",
                "key.separator=:")
            .contains("Processed a total of 300 messages")
            .output();
    assertEquals(
        input.lines().sorted().toList(),
        consumed.lines().filter(line -> line.startsWith("k")).sorted().toList());

    tools.consumerGroups("--list").contains("^" + group + "$");
    tools
        .consumerGroups("--describe", "--group", group)
        .contains(group + " +" + topic + " +0 +(\\d+) +\\1 +0 ")
        .contains(group + " +" + topic + " +1 +(\\d+) +\\1 +0 ");
    tools.consumerGroups("--describe", "--group", group, "--state").contains("Empty +0");
    tools
        .consumerGroups(
            "--reset-offsets",
            "--to-offset",
            "10",
            "--group",
            group,
            "--topic",
            topic + ":0",
            "--execute")
        .contains(group + " +" + topic + " +0 +10");
    tools
        .consumerGroups("--describe", "--group", group)
        .contains(group + " +" + topic + " +0 +10 +(\\d+) +(\\d+) ");
    tools
        .consumerGroups("--delete-offsets", "--group", group, "--topic", topic + ":1")
        .contains(topic + " +1 +Successful");
    tools.consumerGroups("--delete", "--group", group).contains("was successful");
    assertFalse(tools.consumerGroups("--list").output().contains(group));
  }

  @Test
  void shouldShowCommittedOffsetsToTheStockFormatter() throws Exception {
    tools.topics("--create", "--topic", topic, "--partitions", "1");
    tools.consoleProducer("one\ntwo\n", "--topic", topic);
    String group = Clients.unique("group");
    tools.consoleConsumer(
        "--topic",
        topic,
        "--group",
        group,
        "--from-beginning",
        "--max-messages",
        "2",
        "--timeout-ms",
        "60000");
    tools
        .consoleConsumer(
            "--topic",
            "__consumer_offsets",
            "--from-beginning",
            "--timeout-ms",
            "5000",
            "--formatter",
            "org.apache.kafka.tools.consumer.OffsetsMessageFormatter")
        .contains(
            "\"group\":\""
                + group
                + "\",\"topic\":\""
                + topic
                + "\",\"partition\":0.*\"offset\":2");
  }

  @Test
  void shouldAlterAndDescribeConfigs() throws Exception {
    tools.topics("--create", "--topic", topic, "--partitions", "1");
    List<String> entity = List.of("--entity-type", "topics", "--entity-name", topic);
    tools
        .configs(
            with(
                entity,
                "--alter",
                "--add-config",
                "retention.ms=1234567,cleanup.policy=[delete,compact]"))
        .contains("Completed updating config for topic " + topic);
    tools
        .configs(with(entity, "--describe"))
        .contains("retention.ms=1234567 sensitive=false")
        .contains("cleanup.policy=delete,compact");
    tools.configs(with(entity, "--alter", "--delete-config", "retention.ms"));
    assertFalse(
        tools.configs(with(entity, "--describe")).output().contains("retention.ms=1234567"));
    tools
        .configs(with(entity, "--describe", "--all"))
        .contains(
            "max.message.bytes=1048588 sensitive=false synonyms=\\{DEFAULT_CONFIG:message.max.bytes=1048588\\}");
  }

  @Test
  void shouldDeleteRecords(@TempDir Path directory) throws Exception {
    tools.topics("--create", "--topic", topic, "--partitions", "1");
    tools.consoleProducer("a\nb\nc\nd\n", "--topic", topic);
    Path request = directory.resolve("delete.json");
    Files.writeString(
        request,
        "{\"version\":1,\"partitions\":[{\"topic\":\"%s\",\"partition\":0,\"offset\":3}]}"
            .formatted(topic));
    tools
        .deleteRecords("--offset-json-file", request.toString())
        .contains("partition: " + topic + "-0\tlow_watermark: 3");
    tools.getOffsets("--topic", topic, "--time", "-2").contains("^" + topic + ":0:3$");
    tools.getOffsets("--topic", topic, "--time", "-1").contains("^" + topic + ":0:4$");
  }

  @Test
  void shouldListTheApis() throws Exception {
    tools
        .brokerApiVersions()
        .contains("\\(id: \\d+ rack: .*\\) -> \\(")
        .contains("Produce\\(0\\): 0 to 13 \\[usable: 13\\]")
        .contains("Fetch\\(1\\): 4 to 18");
  }

  @Test
  void shouldCarryThePerformanceTools() throws Exception {
    tools.topics("--create", "--topic", topic, "--partitions", "2");
    tools
        .producerPerf(
            "--topic",
            topic,
            "--num-records",
            "50000",
            "--record-size",
            "200",
            "--throughput",
            "-1")
        .contains("^50000 records sent");
    tools.consumerPerf("--topic", topic, "--num-records", "50000").contains("MB.sec");
  }

  @Test
  void shouldWriteSegmentsThatTheStockDumperReads() throws Exception {
    tools.topics(
        "--create", "--topic", topic, "--partitions", "1", "--config", "segment.bytes=1048576");
    tools.producerPerf(
        "--topic",
        topic,
        "--num-records",
        "20000",
        "--record-size",
        "200",
        "--throughput",
        "-1",
        "--command-property",
        "compression.type=none");
    List<Path> segments = files(".log");
    assertFalse(segments.size() < 3, () -> "segments " + segments);
    String dumped =
        StockTools.dumpLog("--deep-iteration", "--print-data-log", "--files", joined(segments))
            .output();
    assertEquals(20_000, dumped.lines().filter(line -> line.startsWith("| offset:")).count());
    assertFalse(dumped.contains("isvalid: false"), "a batch is not valid");
    for (String kind : List.of(".index", ".timeindex")) {
      String problems =
          StockTools.dumpLog("--index-sanity-check", "--files", joined(files(kind).subList(0, 2)))
              .output();
      assertFalse(problems.contains("failed"), problems);
    }
    String snapshots = StockTools.dumpLog("--files", joined(files(".snapshot"))).output();
    assertFalse(snapshots.lines().noneMatch(line -> line.contains("producerId:")), snapshots);
  }

  private List<Path> files(String kind) throws IOException {
    try (var files = Files.list(broker.dataDirectory().resolve(topic + "-0"))) {
      return files.filter(file -> file.toString().endsWith(kind)).sorted().toList();
    }
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(","));
  }

  private static String[] with(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), java.util.Arrays.stream(more))
        .toArray(String[]::new);
  }
}
