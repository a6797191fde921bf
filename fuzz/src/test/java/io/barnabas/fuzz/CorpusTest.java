package io.barnabas.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.barnabas.codec.Bytes;
import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.batch.RecordHeader;
import io.barnabas.codec.metadata.AccessControlEntryRecord;
import io.barnabas.codec.metadata.ClientQuotaRecord;
import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.codec.metadata.DelegationTokenRecord;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.codec.metadata.PartitionRecord;
import io.barnabas.codec.metadata.ProducerIdsRecord;
import io.barnabas.codec.metadata.RegisterBrokerRecord;
import io.barnabas.codec.metadata.RemoveTopicRecord;
import io.barnabas.codec.metadata.TopicRecord;
import io.barnabas.codec.metadata.UserScramCredentialRecord;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.group.record.CommittedOffset;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.StoredGroup;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.metadata.quorum.BootstrapSnapshot;
import io.barnabas.metadata.quorum.LocalVoter;
import io.barnabas.metadata.quorum.MetadataSnapshots;
import io.barnabas.metadata.quorum.SnapshotId;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.MetadataVersion;
import io.barnabas.metadata.record.RecordFrame;
import io.barnabas.server.api.scram.ScramKeys;
import io.barnabas.server.authentication.SaslExchange;
import io.barnabas.server.authentication.SaslStep;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes what fuzzing begins with, but for requests. On demand, after a change of a format. */
@EnabledIfSystemProperty(named = "fuzz.corpus.write", matches = "true")
final class CorpusTest {
  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private static void write(Class<?> of, String method, String name, byte[]... parts)
      throws IOException {
    Path directory =
        RESOURCES
            .resolve(of.getPackageName().replace('.', '/'))
            .resolve(of.getSimpleName() + "Inputs")
            .resolve(method);
    Files.createDirectories(directory);
    Files.write(directory.resolve(name), joined(parts));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] batch(CompressionType type) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(out, BatchOptions.DEFAULT.withCompressor(Compressor.of(type)))) {
      for (int i = 0; i < 3; i++) {
        builder.append(
            1_700_000_000_000L + i,
            Unpooled.copiedBuffer("key" + i, UTF_8),
            Unpooled.copiedBuffer("a value, a value, a value " + i, UTF_8),
            List.of(new RecordHeader("header", new byte[] {1, 2})));
      }
      builder.finish();
    }
    return ByteBufUtil.getBytes(out);
  }

  @Test
  void shouldWriteBatches() throws IOException {
    for (CompressionType type : CompressionType.values()) {
      byte[] batch = batch(type);
      write(RecordFuzzTest.class, "appended", type.configName(), bytes(0), batch);
      write(RecordFuzzTest.class, "appended", type.configName() + "-to-zstd", bytes(0x14), batch);
      write(RecordFuzzTest.class, "read", type.configName(), bytes(1), batch, batch);
      byte[] records = Arrays.copyOfRange(batch, 61, batch.length);
      write(RecordFuzzTest.class, "decompressed", type.configName(), bytes(type.id()), records);
      write(
          TelemetryFuzzTest.class,
          "pushed",
          type.configName(),
          bytes(type.id()),
          compressed(type, metrics()));
    }
  }

  private static byte[] compressed(CompressionType type, byte[] plain) throws IOException {
    if (type == CompressionType.NONE) {
      return plain;
    }
    ByteBuf out = Unpooled.buffer();
    try (OutputStream to = Compressor.of(type).open(out)) {
      to.write(plain);
    }
    return ByteBufUtil.getBytes(out);
  }

  /** One gauge and one sum, as OpenTelemetry has them. */
  private static byte[] metrics() {
    byte[] point =
        joined(
            bytes(0x31, 42, 0, 0, 0, 0, 0, 0, 0),
            field(
                7, joined(field(1, "k".getBytes(UTF_8)), field(2, field(1, "v".getBytes(UTF_8))))));
    byte[] gauge = joined(field(1, "a.gauge".getBytes(UTF_8)), field(5, field(1, point)));
    byte[] sum =
        joined(
            field(1, "a.sum".getBytes(UTF_8)),
            field(7, joined(field(1, point), bytes(0x10, 1, 0x18, 1))));
    return field(1, field(2, joined(field(2, gauge), field(2, sum))));
  }

  private static byte[] field(int number, byte[] content) {
    return joined(bytes(number << 3 | 2, content.length), content);
  }

  @Test
  void shouldWriteProofs() throws Exception {
    write(
        SaslFuzzTest.class, "plain", "good", ("\0alice\0" + SaslFuzzTest.PASSWORD).getBytes(UTF_8));
    write(SaslFuzzTest.class, "plain", "bad", "\0alice\0other".getBytes(UTF_8));
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      byte[] choice = bytes(mechanism == ScramMechanism.SCRAM_SHA_256 ? 0 : 1);
      byte[] first = "n,,n=alice,r=abc".getBytes(UTF_8);
      write(
          SaslFuzzTest.class,
          "scram",
          mechanism.name(),
          choice,
          first,
          bytes(SaslFuzzTest.NEXT_TOKEN),
          scramFinal(mechanism, first));
    }
    for (String principal : List.of("alice@EXAMPLE.COM", "bob@OTHER.COM", "app/host@EXAMPLE.COM")) {
      write(
          SaslFuzzTest.class,
          "principal",
          principal.replaceAll("\\W", "-"),
          principal.getBytes(UTF_8));
    }
  }

  private static byte[] scramFinal(ScramMechanism mechanism, byte[] first) throws Exception {
    SaslExchange exchange = SaslFuzzTest.scram(mechanism).begin();
    String asked =
        assertInstanceOf(SaslStep.Challenge.class, exchange.evaluate(first)).token().toUtf8();
    String nonce = asked.substring(2, asked.indexOf(','));
    String withoutProof = "c=biws,r=" + nonce;
    String signed = "n=alice,r=abc," + asked + "," + withoutProof;
    String hmac = mechanism == ScramMechanism.SCRAM_SHA_256 ? "HmacSHA256" : "HmacSHA512";
    byte[] salted =
        ScramKeys.salted(mechanism, SaslFuzzTest.PASSWORD, "salt".getBytes(UTF_8), 4096);
    byte[] clientKey = mac(hmac, salted, "Client Key");
    byte[] storedKey =
        ScramKeys.credential(mechanism, "salt".getBytes(UTF_8), salted, 4096)
            .storedKey()
            .toByteArray();
    byte[] signature = mac(hmac, storedKey, signed);
    for (int i = 0; i < clientKey.length; i++) {
      clientKey[i] ^= signature[i];
    }
    byte[] message =
        (withoutProof + ",p=" + Base64.getEncoder().encodeToString(clientKey)).getBytes(UTF_8);
    assertInstanceOf(SaslStep.Proven.class, exchange.evaluate(message));
    return message;
  }

  private static byte[] mac(String algorithm, byte[] key, String text) throws Exception {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(text.getBytes(UTF_8));
  }

  /** The private key is forgotten at once: what is in the corpus is all that is ever signed. */
  @Test
  void shouldWriteTokens() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    Path keys = RESOURCES.resolve("io/barnabas/fuzz/jwks.json");
    Files.createDirectories(keys.getParent());
    Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString());
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("alice")
            .issuer("issuer")
            .audience("kafka")
            .claim("scope", List.of("read", "write"))
            .issueTime(Date.from(SaslFuzzTest.NOW))
            .expirationTime(Date.from(SaslFuzzTest.NOW.plusSeconds(60)))
            .build();
    SignedJWT signed =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), claims);
    signed.sign(new ECDSASigner(key));
    for (String token : List.of(signed.serialize(), new PlainJWT(claims).serialize())) {
      String name = token.endsWith(".") ? "unsecured" : "signed";
      write(SaslFuzzTest.class, "token", name, token.getBytes(UTF_8));
      write(
          SaslFuzzTest.class,
          "bearer",
          name,
          ("n,,\1auth=Bearer " + token + "\1\1").getBytes(UTF_8));
    }
  }

  @Test
  void shouldWriteFramesAndExchanges() throws IOException {
    Class<?> network = networkFuzz();
    byte[] versions = bytes(0, 18, 0, 0, 0, 0, 0, 1, 0, 1, 'c');
    byte[] handshake = bytes(0, 17, 0, 1, 0, 0, 0, 1, 0, 1, 'c', 0, 5, 'P', 'L', 'A', 'I', 'N');
    byte[] oldHandshake = handshake.clone();
    oldHandshake[3] = 0;
    byte[] proof = ("\0alice\0secret").getBytes(UTF_8);
    byte[] authenticate =
        joined(bytes(0, 36, 0, 1, 0, 0, 0, 2, 0, 1, 'c', 0, 0, 0, proof.length), proof);
    write(network, "frames", "two", bytes(3, 0, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 2, 5, 6));
    write(network, "frames", "announced", bytes(1, 0, 9, 0, 0, 1, 2, 3));
    write(network, "frames", "too-long", bytes(9, 0x7f, 0, 0, 0, 1, 2, 3));
    write(
        network,
        "proofs",
        "requests",
        lengthened(versions),
        lengthened(handshake),
        lengthened(authenticate),
        lengthened(versions));
    write(
        network,
        "proofs",
        "raw",
        lengthened(oldHandshake),
        lengthened(proof),
        lengthened(versions));
  }

  private static Class<?> networkFuzz() {
    try {
      return Class.forName("io.barnabas.server.network.NetworkFuzzTest");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] lengthened(byte[] content) {
    return joined(bytes(content.length), content);
  }

  private static List<Message> metadata() {
    Uuid topic = new Uuid(1, 2);
    return List.of(
        RegisterBrokerRecord.builder()
            .brokerId(1)
            .brokerEpoch(1)
            .incarnationId(new Uuid(3, 4))
            .build(),
        TopicRecord.builder().name("orders").topicId(topic).build(),
        PartitionRecord.builder()
            .topicId(topic)
            .partitionId(0)
            .replicas(List.of(1))
            .isr(List.of(1))
            .leader(1)
            .directories(List.of(new Uuid(5, 6)))
            .build(),
        ConfigRecord.builder()
            .resourceType((byte) 2)
            .resourceName("orders")
            .name("retention.ms")
            .value("1")
            .build(),
        ProducerIdsRecord.builder().brokerId(1).brokerEpoch(1).nextProducerId(1000).build(),
        ClientQuotaRecord.builder()
            .entity(
                List.of(
                    ClientQuotaRecord.EntityData.builder()
                        .entityType("user")
                        .entityName("alice")
                        .build()))
            .key("producer_byte_rate")
            .value(5)
            .build(),
        AccessControlEntryRecord.builder()
            .id(new Uuid(7, 8))
            .resourceType((byte) 2)
            .resourceName("orders")
            .patternType((byte) 3)
            .principal("User:alice")
            .host("*")
            .operation((byte) 3)
            .permissionType((byte) 3)
            .build(),
        UserScramCredentialRecord.builder()
            .name("alice")
            .mechanism((byte) 1)
            .salt(Bytes.ofUtf8("salt"))
            .storedKey(Bytes.ofUtf8("stored"))
            .serverKey(Bytes.ofUtf8("server"))
            .iterations(4096)
            .build(),
        DelegationTokenRecord.builder()
            .owner("User:alice")
            .requester("User:alice")
            .renewers(List.of())
            .issueTimestamp(1)
            .maxTimestamp(3)
            .expirationTimestamp(2)
            .tokenId("T1")
            .build(),
        RemoveTopicRecord.builder().topicId(topic).build());
  }

  @Test
  void shouldWriteMetadata() throws IOException {
    MetadataVersion newest = new MetadataVersion(MetadataVersion.LATEST);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    ByteBuf log = Unpooled.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(log, BatchOptions.DEFAULT.withPosition(0, 1))) {
      builder.append(1, null, framed(newest.record(feature())));
      for (Message each : metadata()) {
        ByteBuf record = framed(newest.record(each));
        records.writeBytes(lengthened(ByteBufUtil.getBytes(record)));
        write(
            MetadataFuzzTest.class,
            "records",
            each.getClass().getSimpleName(),
            lengthened(ByteBufUtil.getBytes(record)));
        builder.append(1, null, record);
      }
      builder.finish();
    }
    write(MetadataFuzzTest.class, "records", "all", records.toByteArray());
    byte[] state =
        "{\"leaderId\":1,\"leaderEpoch\":1,\"votedId\":-1,\"data_version\":1}".getBytes(UTF_8);
    write(
        MetadataFuzzTest.class,
        "stored",
        "log",
        bytes(1, state.length),
        state,
        ByteBufUtil.getBytes(log));
    write(MetadataFuzzTest.class, "stored", "snapshot", bytes(0, 0), snapshot());
  }

  private static byte[] snapshot() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    BootstrapSnapshot.write(
        new Written(content), new LocalVoter(1, new Uuid(1, 2), List.of()), List.of(feature()), 1);
    return content.toByteArray();
  }

  /** Takes down a snapshot that is written. */
  private record Written(ByteArrayOutputStream content) implements MetadataSnapshots {
    @Override
    public void write(SnapshotId id, Content written) {
      written.writeTo(batch -> content.writeBytes(ByteBufUtil.getBytes(batch)));
    }

    @Override
    public List<SnapshotId> list() {
      return List.of();
    }

    @Override
    public void read(SnapshotId id, Consumer<ByteBuf> consumer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean readBootstrap(Consumer<ByteBuf> consumer) {
      return false;
    }

    @Override
    public void delete(SnapshotId id) {
      throw new UnsupportedOperationException();
    }
  }

  private static Message feature() {
    return FeatureLevelRecord.builder()
        .name(MetadataVersion.FEATURE)
        .featureLevel(MetadataVersion.LATEST)
        .build();
  }

  private static ByteBuf framed(MetadataRecord record) {
    ByteBuf framed = Unpooled.buffer();
    RecordFrame.write(record, framed);
    return framed;
  }

  @Test
  void shouldWriteCoordinatorRecords() throws IOException {
    GroupRecordSerde groups = new GroupRecordSerde();
    LogRecord offset =
        groups.encode(
            new GroupRecord.OffsetCommitted(
                "group", "orders", 0, new CommittedOffset(5, 1, "metadata", 1, -1, new Uuid(1, 2))),
            1);
    writeRecord("groups", "offset", 0, offset);
    writeRecord("groups", "pending", 2, offset);
    writeRecord(
        "groups",
        "marker",
        6,
        groups.encode(new GroupRecord.TransactionEnded(7, (short) 1, 3, true), 1));
    writeRecord(
        "groups",
        "group",
        0,
        groups.encode(
            new GroupRecord.GroupStored(
                "group",
                new StoredGroup(
                    "consumer",
                    3,
                    "range",
                    "m1",
                    1,
                    List.of(
                        new StoredGroup.Member(
                            "m1", "i1", "c", "/1", 5, 6, Bytes.ofUtf8("s"), Bytes.ofUtf8("a"))))),
            1));
    writeRecord(
        "transactions",
        "ongoing",
        0,
        new TransactionRecordSerde()
            .encode(
                new TransactionRecord.TransactionStored(
                    new Transaction(
                        "id",
                        7,
                        -1,
                        -1,
                        (short) 1,
                        (short) 0,
                        1000,
                        TransactionState.ONGOING,
                        Set.of(new TopicPartition("orders", 0), new TopicPartition("orders", 1)),
                        1,
                        2,
                        (short) 2)),
                1));
  }

  private static void writeRecord(String method, String name, int flags, LogRecord record)
      throws IOException {
    write(
        CoordinatorFuzzTest.class,
        method,
        name,
        bytes(record.key().length, flags),
        record.key(),
        record.value());
  }

  @Test
  void shouldWriteFilesOfADirectory() throws IOException {
    try (SampleDirectory sample = SampleDirectory.make()) {
      List<Path> files = sample.files();
      for (int i = 0; i < files.size(); i++) {
        String name = files.get(i).toString().replaceAll("[^A-Za-z0-9.]+", "-");
        for (int flags = 0; flags < 2; flags++) {
          write(
              DirectoryFuzzTest.class,
              "start",
              name + (flags == 0 ? "" : "-unclean"),
              bytes(i, flags),
              sample.contentOf(files.get(i)));
        }
      }
    }
  }
}
