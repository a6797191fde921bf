package io.barnabas.server.api.directory;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.AlterReplicaLogDirsRequest;
import io.barnabas.codec.message.AlterReplicaLogDirsResponse;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.storage.log.LogMoves;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStore.DirectoryView;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * AlterReplicaLogDirs (key 34), versions 1-2; flexible from v2. A partition that lies elsewhere
 * than it shall is copied in the background and swapped (KIP-113); one that is on its way turns
 * round.
 */
public final class AlterReplicaLogDirsHandler
    implements ApiHandler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ALTER_REPLICA_LOG_DIRS);

  private final ClusterView cluster;
  private final LogStore logs;
  private final Executor readerPool;

  /**
   * A handler.
   *
   * @param readerPool where file systems may be asked
   */
  public AlterReplicaLogDirsHandler(ClusterView cluster, LogStore logs, Executor readerPool) {
    this.cluster = cluster;
    this.logs = logs;
    this.readerPool = readerPool;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AlterReplicaLogDirsResponse> handle(
      RequestContext context, AlterReplicaLogDirsRequest request) {
    return CompletableFuture.supplyAsync(() -> response(request), readerPool);
  }

  /** A partition that is named more than once goes where it is sent last. */
  private AlterReplicaLogDirsResponse response(AlterReplicaLogDirsRequest request) {
    Map<String, Map<Integer, ErrorCode>> errors = new LinkedHashMap<>();
    for (AlterReplicaLogDirsRequest.AlterReplicaLogDir target : request.dirs()) {
      Optional<DirectoryView> directory =
          logs.directories().stream()
              .filter(each -> each.path().toString().equals(target.path()))
              .findFirst();
      for (AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic topic : target.topics()) {
        for (int partition : topic.partitions()) {
          errors
              .computeIfAbsent(topic.name(), name -> new LinkedHashMap<>())
              .put(partition, error(directory.orElse(null), topic.name(), partition));
        }
      }
    }
    return AlterReplicaLogDirsResponse.builder()
        .results(
            errors.entrySet().stream()
                .map(topic -> result(topic.getKey(), topic.getValue()))
                .toList())
        .build();
  }

  private ErrorCode error(@Nullable DirectoryView directory, String name, int partition) {
    if (!LogMoves.isMovable(new PartitionId(Uuid.ZERO, name, partition))) {
      return ErrorCode.INVALID_TOPIC_EXCEPTION;
    }
    if (directory == null) {
      return ErrorCode.LOG_DIR_NOT_FOUND;
    }
    if (!directory.online()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    TopicImage topic = cluster.image().topics().topic(name);
    if (topic == null || partition < 0 || partition >= topic.partitions().size()) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    PartitionLog log = logs.get(topic.id(), partition);
    if (log == null) {
      return ErrorCode.REPLICA_NOT_AVAILABLE;
    }
    LogMoves.Refused refused = logs.moves().move(log, directory.path());
    if (refused == null) {
      return ErrorCode.NONE;
    }
    return switch (refused) {
      case NO_SUCH_DIRECTORY -> ErrorCode.LOG_DIR_NOT_FOUND;
      case OFFLINE -> ErrorCode.KAFKA_STORAGE_ERROR;
      case NAME_TOO_LONG -> ErrorCode.INVALID_TOPIC_EXCEPTION;
      case NO_SUCH_LOG -> ErrorCode.REPLICA_NOT_AVAILABLE;
    };
  }

  private static AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult result(
      String topic, Map<Integer, ErrorCode> errors) {
    return AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult.builder()
        .topicName(topic)
        .partitions(
            errors.entrySet().stream()
                .map(
                    each ->
                        AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult.builder()
                            .partitionIndex(each.getKey())
                            .errorCode(each.getValue().code())
                            .build())
                .toList())
        .build();
  }
}
