package io.barnabas.server.api.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.CreateAclsRequest;
import io.barnabas.codec.message.CreateAclsResponse;
import io.barnabas.codec.message.DeleteAclsRequest;
import io.barnabas.codec.message.DeleteAclsResponse;
import io.barnabas.codec.message.DescribeAclsRequest;
import io.barnabas.codec.message.DescribeAclsResponse;
import io.barnabas.codec.message.DescribeTopicPartitionsRequest;
import io.barnabas.codec.message.DescribeTopicPartitionsResponse;
import io.barnabas.codec.message.DescribeUserScramCredentialsRequest;
import io.barnabas.codec.message.DescribeUserScramCredentialsResponse;
import io.barnabas.codec.message.MetadataRequest;
import io.barnabas.codec.message.MetadataResponse;
import io.barnabas.codec.message.OffsetFetchRequest;
import io.barnabas.codec.message.OffsetFetchResponse;
import io.barnabas.codec.message.TxnOffsetCommitRequest;
import io.barnabas.codec.message.TxnOffsetCommitResponse;
import io.barnabas.codec.metadata.TopicRecord;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.AclAuthorizer;
import io.barnabas.server.api.access.AuditLog;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.api.topic.DescribeTopicPartitionsHandler;
import io.barnabas.server.config.AuthorizerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Alice may do everything with the topic "open", and nothing with the topic "secret". */
final class GuardsTest {
  private static final Uuid OPEN_ID = new Uuid(7, 1);
  private static final Uuid SECRET_ID = new Uuid(7, 2);
  private static final short REFUSED = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();

  private final AclAuthorizer authorizer =
      new AclAuthorizer(new AuthorizerConfig(true, Set.of(), false), () -> 0);
  private final Authorization authorization =
      Authorization.by(
          authorizer, new AuditLog(LoggerFactory.getLogger(GuardsTest.class), task -> {}));
  private final MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
  private MetadataImage image = MetadataImage.EMPTY;
  private final ClusterView cluster = new ClusterView(1, "cluster", () -> image);
  private final List<Object> handled = new ArrayList<>();

  @BeforeEach
  void fill() {
    delta.replay(TopicRecord.builder().name("open").topicId(OPEN_ID).build());
    delta.replay(TopicRecord.builder().name("secret").topicId(SECRET_ID).build());
    allow(1, ResourceType.TOPIC, "open");
    allow(2, ResourceType.GROUP, "group");
    allow(3, ResourceType.TRANSACTIONAL_ID, "id");
    image = delta.apply(Provenance.NONE);
    authorizer.onMetadata(delta, image);
  }

  private void allow(int id, ResourceType type, String name) {
    delta.replay(
        new AccessControlEntry(
                type.id(),
                name,
                PatternType.LITERAL.id(),
                "User:alice",
                "*",
                AclOperation.ALL.id(),
                AclPermission.ALLOW.id())
            .toRecord(new Uuid(8, id)));
  }

  @Test
  void shouldDescribeNoTopicByWayOfACursorAtAnother() {
    DescribeTopicPartitionsResponse response =
        ask(
            new DescribeTopicPartitionsHandler(cluster, 100),
            0,
            DescribeTopicPartitionsRequest.builder()
                .topics(
                    List.of(
                        DescribeTopicPartitionsRequest.TopicRequest.builder()
                            .name("secret")
                            .build()))
                .cursor(
                    DescribeTopicPartitionsRequest.Cursor.builder()
                        .topicName("a")
                        .partitionIndex(0)
                        .build())
                .build());

    DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic told =
        response.topics().get(0);
    assertEquals(ErrorCode.INVALID_REQUEST.code(), told.errorCode());
    assertEquals(Uuid.ZERO, told.topicId());
    assertEquals(List.of(), told.partitions());
  }

  @Test
  void shouldTellNoOffsetsToWhomNamesAGroupTwice() {
    OffsetFetchRequest.OffsetFetchRequestGroup all =
        OffsetFetchRequest.OffsetFetchRequestGroup.builder().groupId("group").topics(null).build();
    OffsetFetchRequest.OffsetFetchRequestGroup one =
        all.toBuilder()
            .topics(
                List.of(OffsetFetchRequest.OffsetFetchRequestTopics.builder().name("open").build()))
            .build();
    ApiHandler<OffsetFetchRequest, OffsetFetchResponse> tellsAll =
        handler(
            ApiKey.OFFSET_FETCH,
            request ->
                OffsetFetchResponse.builder()
                    .groups(request.groups().stream().map(GuardsTest::everything).toList())
                    .build());
    for (var groups : List.of(List.of(all, one), List.of(one, all), List.of(all))) {
      OffsetFetchResponse response =
          ask(tellsAll, 9, OffsetFetchRequest.builder().groups(groups).build());

      List<String> names =
          response.groups().stream()
              .flatMap(group -> group.topics().stream().map(topic -> topic.name()))
              .distinct()
              .toList();
      assertEquals(List.of("open"), names);
    }
  }

  private static OffsetFetchResponse.OffsetFetchResponseGroup everything(
      OffsetFetchRequest.OffsetFetchRequestGroup group) {
    return OffsetFetchResponse.OffsetFetchResponseGroup.builder()
        .groupId(group.groupId())
        .topics(
            (group.topics() == null ? List.of("open", "secret") : List.of("open"))
                .stream()
                    .map(
                        name ->
                            OffsetFetchResponse.OffsetFetchResponseTopics.builder()
                                .name(name)
                                .build())
                    .toList())
        .build();
  }

  @Test
  void shouldAskForTheTopicThatAnIdNames() {
    ApiHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> commits =
        handler(
            ApiKey.TXN_OFFSET_COMMIT,
            request -> {
              handled.addAll(request.topics());
              return TxnOffsetCommitResponse.builder().build();
            });
    TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic open = pending(OPEN_ID);
    TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic secret = pending(SECRET_ID);

    TxnOffsetCommitResponse response =
        ask(
            commits,
            6,
            TxnOffsetCommitRequest.builder()
                .transactionalId("id")
                .groupId("group")
                .topics(List.of(open, secret))
                .build());

    assertEquals(List.of(open), handled);
    assertEquals(1, response.topics().size());
    assertEquals(SECRET_ID, response.topics().get(0).topicId());
    assertEquals(REFUSED, response.topics().get(0).partitions().get(0).errorCode());
  }

  private static TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic pending(Uuid topicId) {
    return TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic.builder()
        .topicId(topicId)
        .partitions(
            List.of(TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition.builder().build()))
        .build();
  }

  @Test
  void shouldRefuseManyNamesOnceEach() {
    ApiHandler<MetadataRequest, MetadataResponse> nothing =
        handler(ApiKey.METADATA, request -> MetadataResponse.builder().build());

    MetadataResponse response =
        ask(
            nothing,
            12,
            MetadataRequest.builder()
                .topics(
                    IntStream.range(0, 200_000)
                        .mapToObj(
                            i ->
                                MetadataRequest.MetadataRequestTopic.builder()
                                    .name("secret" + i / 2)
                                    .build())
                        .toList())
                .build());

    assertEquals(100_000, response.topics().size());
    assertEquals(REFUSED, response.topics().get(7).errorCode());
  }

  /** Apache Kafka has read all of a request before it asks who sent it. */
  @Test
  void shouldDisconnectForUnknownElementsWhoMayNotAskAnyhow() {
    ApiHandler<DescribeAclsRequest, DescribeAclsResponse> describe =
        handler(ApiKey.DESCRIBE_ACLS, request -> DescribeAclsResponse.builder().build());
    ApiHandler<CreateAclsRequest, CreateAclsResponse> create =
        handler(ApiKey.CREATE_ACLS, request -> CreateAclsResponse.builder().build());
    ApiHandler<DeleteAclsRequest, DeleteAclsResponse> delete =
        handler(ApiKey.DELETE_ACLS, request -> DeleteAclsResponse.builder().build());
    byte any = 1;
    byte unknown = 0;

    assertEquals(
        ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code(),
        ask(describe, 3, describing(any)).errorCode());
    assertThrows(CloseConnection.class, () -> ask(describe, 3, describing(unknown)));
    assertThrows(
        CloseConnection.class,
        () ->
            ask(
                create,
                3,
                CreateAclsRequest.builder()
                    .creations(List.of(CreateAclsRequest.AclCreation.builder().build()))
                    .build()));
    assertThrows(
        CloseConnection.class,
        () ->
            ask(
                delete,
                3,
                DeleteAclsRequest.builder()
                    .filters(List.of(DeleteAclsRequest.DeleteAclsFilter.builder().build()))
                    .build()));
  }

  @Test
  void shouldRefuseCredentialsOfEachUserWithoutTheName() {
    ApiHandler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> describe =
        handler(
            ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS,
            request -> DescribeUserScramCredentialsResponse.builder().build());
    var two =
        List.of(
            new DescribeUserScramCredentialsRequest.UserName("alice"),
            new DescribeUserScramCredentialsRequest.UserName("bob"));

    var results =
        ask(describe, 0, DescribeUserScramCredentialsRequest.builder().users(two).build())
            .results();

    assertEquals(
        List.of("", ""),
        results.stream()
            .map(DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult::user)
            .toList());
    assertEquals(
        Set.of(ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code()),
        Set.copyOf(
            results.stream()
                .map(
                    DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult
                        ::errorCode)
                .toList()));
  }

  private static DescribeAclsRequest describing(byte operation) {
    return DescribeAclsRequest.builder()
        .resourceTypeFilter((byte) 1)
        .patternTypeFilter((byte) 1)
        .operation(operation)
        .permissionType((byte) 1)
        .build();
  }

  private <Q extends Message, R extends Message> R ask(
      ApiHandler<Q, R> handler, int version, Q request) {
    @SuppressWarnings("unchecked") // what comes out is the same, guarded
    ApiHandler<Q, R> guarded =
        (ApiHandler<Q, R>)
            new Guards(cluster, false).before(List.of(handler), authorization).get(0);
    R response =
        guarded
            .handle(context(handler.spec(), version), request)
            .toCompletableFuture()
            .getNow(null);
    if (response == null) {
      throw new AssertionError("no answer");
    }
    return response;
  }

  private static RequestContext context(ApiSpec spec, int version) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    ClientConnection connection =
        new ClientConnection(
            "1",
            "PLAINTEXT",
            SecurityProtocol.PLAINTEXT,
            address,
            address,
            () -> true,
            Runnable::run);
    connection.authenticated(new ClientConnection.Principal("User", "alice"));
    return new RequestContext(connection, spec, (short) version, 1, "client", 0);
  }

  private static <Q extends Message, R extends Message> ApiHandler<Q, R> handler(
      ApiKey key, Function<Q, R> answer) {
    return new ApiHandler<>() {
      @Override
      public ApiSpec spec() {
        return ApiSpec.of(key);
      }

      @Override
      public CompletionStage<@Nullable R> handle(RequestContext context, Q request) {
        return CompletableFuture.completedFuture(answer.apply(request));
      }
    };
  }
}
