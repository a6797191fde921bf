package io.barnabas.server.api.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.OffsetCommitRequest;
import io.barnabas.codec.message.OffsetCommitResponse;
import io.barnabas.codec.message.TxnOffsetCommitRequest;
import io.barnabas.codec.metadata.TopicRecord;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Access;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who names a topic by its id may do no more with it than who names it by its name. */
final class OffsetsByTopicIdTest {
  private static final Uuid SECRET = new Uuid(1, 1);
  private static final Uuid UNKNOWN = new Uuid(1, 2);

  private final MetadataImage image = image();
  private final ClusterView cluster = new ClusterView(1, "cluster", () -> image);

  /** Whoever asks may do everything but with the topic. */
  private final Access access =
      Access.by(
          (operation, type, name) -> type != ResourceType.TOPIC || !name.equals("secret"),
          context());

  @Test
  void shouldNotCommitForATopicThatMayNotBeRead() {
    var topic =
        OffsetCommitRequest.OffsetCommitRequestTopic.builder()
            .topicId(SECRET)
            .partitions(List.of(OffsetCommitRequest.OffsetCommitRequestPartition.builder().build()))
            .build();

    var admission =
        new OffsetCommitGuard(cluster)
            .admit(access, OffsetCommitRequest.builder().topics(List.of(topic)).build());

    var answer = assertInstanceOf(Admission.Refused.class, admission).response();
    assertEquals(
        ErrorCode.TOPIC_AUTHORIZATION_FAILED.code(),
        ((OffsetCommitResponse) answer).topics().get(0).partitions().get(0).errorCode());
  }

  @Test
  void shouldNotCommitInATransactionForATopicThatMayNotBeRead() {
    var admission =
        new TxnOffsetCommitGuard(cluster)
            .admit(
                access,
                TxnOffsetCommitRequest.builder()
                    .topics(List.of(inTransaction(SECRET), inTransaction(UNKNOWN)))
                    .build());

    var partial = assertInstanceOf(Admission.Partial.class, admission);
    assertEquals(
        List.of(UNKNOWN),
        ((TxnOffsetCommitRequest) partial.request())
            .topics().stream()
                .map(TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic::topicId)
                .toList());
  }

  private static TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic inTransaction(Uuid id) {
    return TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic.builder().topicId(id).build();
  }

  private static MetadataImage image() {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    delta.replay(TopicRecord.builder().name("secret").topicId(SECRET).build());
    return delta.apply(Provenance.NONE);
  }

  private static RequestContext context() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    return new RequestContext(
        new ClientConnection(
            "1",
            "PLAINTEXT",
            SecurityProtocol.PLAINTEXT,
            address,
            address,
            () -> true,
            Runnable::run),
        ApiSpec.of(ApiKey.TXN_OFFSET_COMMIT),
        (short) 6,
        1,
        "client",
        0);
  }
}
