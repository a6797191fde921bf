package io.barnabas.compat.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.RawConnection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/** One of the two brokers: its connection, and what it has named by itself. */
final class Side implements AutoCloseable {
  private final BrokerProcess broker;
  private final String name;
  private final List<String> logDirectories;
  private World world;
  private RawConnection connection;

  Side(String name, BrokerProcess broker, List<String> logDirectories) throws IOException {
    this.name = name;
    this.logDirectories = logDirectories;
    this.world = new World(logDirectories);
    this.broker = broker;
    this.connection = new RawConnection(broker.port());
  }

  String name() {
    return name;
  }

  World world() {
    return world;
  }

  void forget() {
    world = new World(logDirectories);
  }

  /** The versions it says it serves: least and greatest, by key. */
  Map<Short, short[]> versions() throws IOException {
    ApiVersionsResponseData answer =
        (ApiVersionsResponseData)
            ask(
                ApiKeys.API_VERSIONS,
                (short) 4,
                new ApiVersionsRequestData()
                    .setClientSoftwareName("differential")
                    .setClientSoftwareVersion("1"));
    Map<Short, short[]> versions = new TreeMap<>();
    answer
        .apiKeys()
        .forEach(
            key -> versions.put(key.apiKey(), new short[] {key.minVersion(), key.maxVersion()}));
    return versions;
  }

  /**
   * The answer, once a transaction that is about to end has ended, the broker's first producer ids
   * are fetched, and it leads a new partition.
   */
  JsonNode answer(Step step, short version) throws IOException {
    JsonNode answer = answerNow(step, version);
    for (int i = 0; i < 200 && isTooEarly(step, answer); i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      answer = answerNow(step, version);
    }
    return answer;
  }

  private static boolean isTooEarly(Step step, JsonNode answer) {
    return answer.path("errorCode").asInt() == Errors.COORDINATOR_LOAD_IN_PROGRESS.code()
        || Stream.of("errorCode", "partitionErrorCode")
            .flatMap(field -> answer.findValues(field).stream())
            .anyMatch(code -> code.asInt() == Errors.CONCURRENT_TRANSACTIONS.code())
        || step.api() == ApiKeys.PRODUCE
            && answer.findValues("errorCode").stream()
                .anyMatch(code -> code.asInt() == Errors.NOT_LEADER_OR_FOLLOWER.code());
  }

  /** The answer in shared words; a text where the broker closes the connection or is silent. */
  private JsonNode answerNow(Step step, short version) throws IOException {
    ApiMessage answer;
    try {
      answer = ask(step.api(), version, step.request().of(world, version));
    } catch (EOFException | SocketException closed) {
      reconnect();
      return TextNode.valueOf("(the connection is closed)");
    } catch (SocketTimeoutException silent) {
      reconnect();
      return TextNode.valueOf("(no answer)");
    }
    step.learn().accept(world, answer);
    return Answers.normalised(answer, version, world);
  }

  /** Waits until transactions that are about to end have ended: their markers take offsets. */
  void awaitMarkers() throws IOException {
    ListTransactionsRequestData ending =
        new ListTransactionsRequestData()
            .setStateFilters(List.of("PrepareCommit", "PrepareAbort", "PrepareEpochFence"));
    for (int i = 0; i < 200; i++) {
      ListTransactionsResponseData answer =
          (ListTransactionsResponseData) ask(ApiKeys.LIST_TRANSACTIONS, (short) 0, ending);
      if (answer.errorCode() == 0 && answer.transactionStates().isEmpty()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** Waits until no log is on its way to another directory. */
  void awaitMoves() throws IOException {
    DescribeLogDirsRequestData all = new DescribeLogDirsRequestData().setTopics(null);
    for (int i = 0; i < 1000; i++) {
      DescribeLogDirsResponseData answer =
          (DescribeLogDirsResponseData) ask(ApiKeys.DESCRIBE_LOG_DIRS, (short) 4, all);
      if (answer.results().stream()
          .flatMap(directory -> directory.topics().stream())
          .flatMap(topic -> topic.partitions().stream())
          .noneMatch(DescribeLogDirsResponseData.DescribeLogDirsPartition::isFutureKey)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private void reconnect() throws IOException {
    connection.close();
    connection = new RawConnection(broker.port());
  }

  ApiMessage ask(ApiKeys api, short version, ApiMessage request) throws IOException {
    return connection.ask(api, version, request);
  }

  /** What the broker has printed last, for the report of a failure. */
  @Nullable String tail() {
    return broker.isAlive() ? null : broker.tail();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    connection.close();
    broker.kill();
  }
}
