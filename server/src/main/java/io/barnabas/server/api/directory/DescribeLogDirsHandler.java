package io.barnabas.server.api.directory;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeLogDirsRequest;
import io.barnabas.codec.message.DescribeLogDirsResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.storage.log.LogMoves;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStore.DirectoryView;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * DescribeLogDirs (key 35), versions 1-5: what lies where and how large it is. The metadata log is
 * not told, as in Apache Kafka.
 *
 * <ul>
 *   <li>v2: flexible; v3: an error of the whole answer
 *   <li>v4: size and free space (KIP-827); v5: directories that take no new replicas (KIP-1066)
 * </ul>
 */
public final class DescribeLogDirsHandler
    implements ApiHandler<DescribeLogDirsRequest, DescribeLogDirsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_LOG_DIRS);

  private final LogStore logs;
  private final Set<String> hidden;
  private final Executor readerPool;

  /**
   * A handler.
   *
   * @param hidden topics that are not the business of clients
   * @param readerPool where file systems may be asked
   */
  public DescribeLogDirsHandler(LogStore logs, Set<String> hidden, Executor readerPool) {
    this.logs = logs;
    this.hidden = Set.copyOf(hidden);
    this.readerPool = readerPool;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeLogDirsResponse> handle(
      RequestContext context, DescribeLogDirsRequest request) {
    return CompletableFuture.supplyAsync(() -> response(wanted(request)), readerPool);
  }

  private static @Nullable Map<String, Set<Integer>> wanted(DescribeLogDirsRequest request) {
    if (request.topics() == null) {
      return null;
    }
    Map<String, Set<Integer>> wanted = new HashMap<>();
    request
        .topics()
        .forEach(
            topic ->
                wanted
                    .computeIfAbsent(topic.topic(), name -> new HashSet<>())
                    .addAll(topic.partitions()));
    return wanted;
  }

  private DescribeLogDirsResponse response(@Nullable Map<String, Set<Integer>> wanted) {
    List<Replica> all = replicas(wanted);
    return DescribeLogDirsResponse.builder()
        .results(logs.directories().stream().map(each -> result(each, all)).toList())
        .build();
  }

  /** A log, or what is already there of one that moves (KIP-113). */
  private record Replica(
      PartitionId id, Path directory, long sizeInBytes, long offsetLag, boolean future) {}

  private List<Replica> replicas(@Nullable Map<String, Set<Integer>> wanted) {
    List<Replica> found = new ArrayList<>();
    for (PartitionLog log : logs.logs()) {
      if (isWanted(log.id(), wanted)) {
        found.add(new Replica(log.id(), log.logDirectory(), size(log), 0, false));
      }
    }
    for (LogMoves.FutureView future : logs.moves().futures()) {
      if (isWanted(future.id(), wanted)) {
        found.add(
            new Replica(
                future.id(),
                future.logDirectory(),
                future.sizeInBytes(),
                future.offsetLag(),
                true));
      }
    }
    return found;
  }

  private static DescribeLogDirsResponse.DescribeLogDirsResult result(
      DirectoryView directory, List<Replica> all) {
    DescribeLogDirsResponse.DescribeLogDirsResult.Builder result =
        DescribeLogDirsResponse.DescribeLogDirsResult.builder().logDir(directory.path().toString());
    if (!directory.online()) {
      return result.errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code()).build();
    }
    return result
        .topics(topics(directory, all))
        .totalBytes(directory.totalBytes())
        .usableBytes(directory.usableBytes())
        .build();
  }

  private static List<DescribeLogDirsResponse.DescribeLogDirsTopic> topics(
      DirectoryView directory, List<Replica> all) {
    Map<String, List<DescribeLogDirsResponse.DescribeLogDirsPartition>> byName = new TreeMap<>();
    for (Replica replica : all) {
      if (replica.directory().equals(directory.path())) {
        byName
            .computeIfAbsent(replica.id().topic(), name -> new ArrayList<>())
            .add(
                DescribeLogDirsResponse.DescribeLogDirsPartition.builder()
                    .partitionIndex(replica.id().partition())
                    .partitionSize(replica.sizeInBytes())
                    .offsetLag(replica.offsetLag())
                    .isFutureKey(replica.future())
                    .build());
      }
    }
    return byName.entrySet().stream()
        .map(
            topic ->
                DescribeLogDirsResponse.DescribeLogDirsTopic.builder()
                    .name(topic.getKey())
                    .partitions(topic.getValue())
                    .build())
        .toList();
  }

  /** A log that goes away meanwhile has no size any more. */
  private static long size(PartitionLog log) {
    try {
      return log.sizeOnDisk();
    } catch (IOException gone) {
      return 0;
    }
  }

  private boolean isWanted(PartitionId id, @Nullable Map<String, Set<Integer>> wanted) {
    return !hidden.contains(id.topic())
        && (wanted == null || wanted.getOrDefault(id.topic(), Set.of()).contains(id.partition()));
  }
}
