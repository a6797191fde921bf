package io.barnabas.metadata.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.codec.metadata.RemoveAccessControlEntryRecord;
import io.barnabas.codec.metadata.RemoveDelegationTokenRecord;
import io.barnabas.codec.metadata.RemoveUserScramCredentialRecord;
import io.barnabas.codec.metadata.ZkMigrationStateRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.MetadataVersion;
import io.barnabas.metadata.record.RecordFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.junit.jupiter.api.Test;

/** Quotas, ACLs, credentials and tokens, which a log may hold though nobody here serves them. */
final class CarriedRecordsTest {
  private static final Uuid ACL = new Uuid(1, 2);
  private static final AccessControlEntry READ_ORDERS =
      new AccessControlEntry((byte) 2, "orders", (byte) 3, "User:alice", "*", (byte) 3, (byte) 3);
  private static final QuotaEntity ALICE =
      QuotaEntity.of(
          new QuotaEntity.Part(QuotaEntity.USER, "alice"),
          new QuotaEntity.Part(QuotaEntity.CLIENT_ID, null));
  private static final ScramCredential.Key ALICE_512 =
      new ScramCredential.Key(ScramMechanism.SCRAM_SHA_512, "alice");
  private static final ScramCredential CREDENTIAL =
      new ScramCredential(
          Bytes.ofUtf8("salt"), Bytes.ofUtf8("stored"), Bytes.ofUtf8("server"), 8192);
  private static final DelegationToken TOKEN =
      new DelegationToken("t1", "User:alice", "User:bob", List.of("User:carol"), 1, 30, 20);

  private static final List<Message> ALL =
      List.of(
          feature(),
          ALICE.set("producer_byte_rate", 1024.5),
          ALICE.set("consumer_byte_rate", 2048),
          READ_ORDERS.toRecord(ACL),
          CREDENTIAL.toRecord(ALICE_512),
          TOKEN.toRecord(),
          ZkMigrationStateRecord.builder().build());

  @Test
  void shouldHoldWhatTheRecordsSay() {
    MetadataImage image = replay(MetadataImage.EMPTY, ALL);

    assertEquals(
        Map.of("producer_byte_rate", 1024.5, "consumer_byte_rate", 2048.0),
        image.clientQuotas().quotas(ALICE));
    assertEquals(READ_ORDERS, image.acls().entry(ACL));
    assertEquals(CREDENTIAL, image.scram().credential(ScramMechanism.SCRAM_SHA_512, "alice"));
    assertEquals(TOKEN, image.delegationTokens().token("t1"));
    assertFalse(image.scram().credential(ScramMechanism.SCRAM_SHA_512, "alice") == null);
    assertFalse(CREDENTIAL.toString().contains("stored"), CREDENTIAL.toString());
  }

  @Test
  void shouldComeBackWholeFromASnapshot() {
    MetadataImage image = replay(MetadataImage.EMPTY, ALL);

    MetadataImage again = replay(MetadataImage.EMPTY, snapshot(image));

    assertEquals(image, again);
    assertFalse(image.isUnchangedSince(again));
  }

  @Test
  void shouldRemoveWhatTheRecordsRemove() {
    MetadataImage image = replay(MetadataImage.EMPTY, ALL);

    MetadataImage half = replay(image, List.of(ALICE.removed("producer_byte_rate")));
    MetadataImage none =
        replay(
            half,
            List.of(
                ALICE.removed("consumer_byte_rate"),
                RemoveAccessControlEntryRecord.builder().id(ACL).build(),
                RemoveUserScramCredentialRecord.builder().name("alice").mechanism((byte) 2).build(),
                RemoveDelegationTokenRecord.builder().tokenId("t1").build()));

    assertEquals(Map.of("consumer_byte_rate", 2048.0), half.clientQuotas().quotas(ALICE));
    assertEquals(0, none.clientQuotas().size());
    assertNull(none.acls().entry(ACL));
    assertEquals(replay(MetadataImage.EMPTY, List.of(feature())), none);
  }

  @Test
  void shouldRefuseToRemoveAnAclThatIsNotThere() {
    Message removal = RemoveAccessControlEntryRecord.builder().id(ACL).build();

    assertThrows(
        InvalidMetadataRecordException.class, () -> replay(MetadataImage.EMPTY, List.of(removal)));
  }

  @Test
  void shouldSnapshotSoThatKafkaReadsTheSame() {
    var delta =
        new org.apache.kafka.image.MetadataDelta.Builder()
            .setImage(org.apache.kafka.image.MetadataImage.EMPTY)
            .build();
    for (Message message : snapshot(replay(MetadataImage.EMPTY, ALL))) {
      delta.replay(kafka(message));
    }

    var image = delta.apply(MetadataProvenance.EMPTY);

    var quotas = image.clientQuotas().entities().values().iterator().next().quotas();
    assertEquals(Map.of("producer_byte_rate", 1024.5, "consumer_byte_rate", 2048.0), quotas);
    var acl = image.acls().acls().values().iterator().next();
    assertEquals("orders", acl.resourceName());
    assertEquals("User:alice", acl.principal());
    var users = image.scram().mechanisms().values().iterator().next();
    assertEquals(8192, users.get("alice").iterations());
    var token = image.delegationTokens().tokens().get("t1").tokenInformation();
    assertEquals(20, token.expiryTimestamp());
  }

  private static Message feature() {
    return FeatureLevelRecord.builder()
        .name(MetadataVersion.FEATURE)
        .featureLevel(MetadataVersion.LATEST)
        .build();
  }

  private static List<Message> snapshot(MetadataImage image) {
    List<Message> records = new ArrayList<>();
    ImageRecords.write(image, record -> records.add(record.message()));
    return records;
  }

  private static MetadataImage replay(MetadataImage base, List<Message> records) {
    MetadataDelta delta = new MetadataDelta(base);
    records.forEach(delta::replay);
    return delta.apply(Provenance.NONE);
  }

  private static org.apache.kafka.common.protocol.ApiMessage kafka(Message message) {
    ByteBuf framed = Unpooled.buffer();
    RecordFrame.write(new MetadataRecord(message, (short) 0), framed);
    ByteBuffer bytes = framed.nioBuffer();
    return MetadataRecordSerde.INSTANCE
        .read(new ByteBufferAccessor(bytes), bytes.remaining())
        .message();
  }
}
