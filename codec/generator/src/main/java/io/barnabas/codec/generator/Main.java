package io.barnabas.codec.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code Main <directory of unpacked specifications> <directory for sources>}. */
public final class Main {

  private final Path specs;
  private final SourceTree sources;

  private Main(Path specs, SourceTree sources) {
    this.specs = specs;
    this.sources = sources;
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Expects the specifications and the place for sources");
    }
    new Main(Path.of(args[0]), new SourceTree(Path.of(args[1]))).run();
  }

  private void run() throws IOException {
    wireMessages();
    metadataRecords();
    coordinatorRecords("group", "Group", "kafka-group-coordinator", "__consumer_offsets");
    coordinatorRecords(
        "transaction", "Transaction", "kafka-transaction-coordinator", "__transaction_state");
    emit("storage", "Files beside the log.", parse("kafka-storage/message/ProducerSnapshot.json"));
    emit("raft", "State of a metadata quorum.", parse("kafka-raft/common/message"));
    sources.deleteStale();
  }

  private void wireMessages() throws IOException {
    List<MessageSpec> messages = parse("kafka-clients/common/message");
    emit(
        "message",
        "Requests, responses, their headers, and other data clients exchange.",
        messages);
    List<MessageSpec> requests = ofKind("request", messages);
    List<MessageSpec> responses = ofKind("response", messages);
    sources.add(CodecNames.CODEC, "ApiKey.java", ApiKeyEmitter.emit(requests, responses));
    DispatchEmitter dispatch = new DispatchEmitter(javaPackage("message"));
    sources.add(javaPackage("message"), dispatch.byApiKey("RequestReader", "requests", requests));
    sources.add(
        javaPackage("message"), dispatch.byApiKey("ResponseReader", "responses", responses));
  }

  private void metadataRecords() throws IOException {
    List<MessageSpec> records = parse("kafka-metadata/common/metadata");
    emit("metadata", "Records of the cluster metadata log.", records);
    DispatchEmitter dispatch = new DispatchEmitter(javaPackage("metadata"));
    sources.add(
        javaPackage("metadata"),
        dispatch
            .byNumber("MetadataRecords", "Finds the records of the metadata log by their number.")
            .addMethod(dispatch.readByNumber("read", "Reads the record of a type.", records))
            .addMethod(dispatch.highestVersion("highestSupportedVersion", records))
            .build());
  }

  private void coordinatorRecords(String name, String prefix, String artifact, String topic)
      throws IOException {
    List<MessageSpec> records = parse(artifact + "/common/message");
    emit(name, "Keys and values of the records in " + topic + ".", records);
    List<MessageSpec> keys = ofKind("coordinator-key", records);
    List<MessageSpec> values = ofKind("coordinator-value", records);
    DispatchEmitter dispatch = new DispatchEmitter(javaPackage(name));
    sources.add(
        javaPackage(name),
        dispatch
            .byNumber(
                prefix + "Records",
                "Finds keys and values of "
                    + topic
                    + " by the number of their type, which is what stands in the first two bytes of"
                    + " a record's key. A record's value begins with two bytes for its version.")
            .addMethod(
                dispatch.readByNumber("readKey", "Reads what follows the number in a key.", keys))
            .addMethod(
                dispatch.readByNumber(
                    "readValue", "Reads what follows the version in a value.", values))
            .addMethod(dispatch.highestVersion("highestSupportedValueVersion", values))
            .build());
  }

  private void emit(String name, String about, List<MessageSpec> messages) throws IOException {
    sources.add(javaPackage(name), "package-info.java", packageInfo(name, about));
    for (MessageSpec message : messages) {
      sources.add(
          javaPackage(name),
          new RecordEmitter(StructContext.ofRoot(message, javaPackage(name))).emit());
    }
  }

  private static String packageInfo(String name, String about) {
    return String.format(
        """
        /**
         * %s Generated from Apache Kafka's specifications; immutable, so any thread may use them.
         */
        @NullMarked
        package %s;

        import org.jspecify.annotations.NullMarked;
        """,
        about, javaPackage(name));
  }

  private List<MessageSpec> parse(String path) throws IOException {
    List<MessageSpec> messages = new ArrayList<>();
    try (Stream<Path> files = Files.walk(specs.resolve(path))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        Optional<MessageSpec> message = SpecParser.parse(file);
        message.ifPresent(messages::add);
      }
    }
    return messages;
  }

  private static List<MessageSpec> ofKind(String kind, List<MessageSpec> messages) {
    return messages.stream().filter(message -> message.kind().equals(kind)).toList();
  }

  private static String javaPackage(String name) {
    return CodecNames.CODEC + "." + name;
  }
}
