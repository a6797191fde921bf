package io.barnabas.compat.tools;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.JavaRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tools by the names of their scripts. Each call waits for the tool's end and fails if its exit
 * code is not 0.
 */
final class StockTools {
  private final BrokerProcess broker;

  StockTools(BrokerProcess broker) {
    this.broker = broker;
  }

  JavaRun.Result topics(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.TopicCommand", "", arguments);
  }

  JavaRun.Result configs(String... arguments) throws IOException, InterruptedException {
    return run("kafka.admin.ConfigCommand", "", arguments);
  }

  JavaRun.Result consumerGroups(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", "", arguments);
  }

  JavaRun.Result transactions(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.TransactionsCommand", "", arguments);
  }

  JavaRun.Result reassignPartitions(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.reassign.ReassignPartitionsCommand", "", arguments);
  }

  JavaRun.Result acls(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.AclCommand", "", arguments);
  }

  JavaRun.Result getOffsets(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.GetOffsetShell", "", arguments);
  }

  JavaRun.Result deleteRecords(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.DeleteRecordsCommand", "", arguments);
  }

  JavaRun.Result brokerApiVersions() throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.BrokerApiVersionsCommand", "");
  }

  JavaRun.Result consoleProducer(String input, String... arguments)
      throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.ConsoleProducer", input, arguments);
  }

  JavaRun.Result consoleConsumer(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.consumer.ConsoleConsumer", "", arguments);
  }

  JavaRun.Result producerPerf(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.ProducerPerformance", "", arguments);
  }

  JavaRun.Result consumerPerf(String... arguments) throws IOException, InterruptedException {
    return run("org.apache.kafka.tools.ConsumerPerformance", "", arguments);
  }

  /** Reads files, asks no broker. */
  static JavaRun.Result dumpLog(String... arguments) throws IOException, InterruptedException {
    return JavaRun.tool("org.apache.kafka.tools.DumpLogSegments", List.of(arguments)).ok();
  }

  private JavaRun.Result run(String mainClass, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--bootstrap-server", broker.bootstrapServers()));
    all.addAll(List.of(arguments));
    return JavaRun.tool(mainClass, input, all).ok();
  }
}
