package io.barnabas.codec.generator;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Emits the {@code ApiKey} enum: one constant per API that still has versions. */
final class ApiKeyEmitter {

  private static final String TEMPLATE =
      """
      package io.barnabas.codec;

      import java.util.Arrays;
      import java.util.Comparator;
      import java.util.Set;
      import javax.annotation.processing.Generated;
      import org.jspecify.annotations.Nullable;

      /**
       * The APIs of the protocol in the order of their numbers, as the specifications describe them. What a broker
       * serves is not told here.
       */
      @Generated("io.barnabas.codec.generator")
      public enum ApiKey {
      %s;

        /** Who offers an API in Apache Kafka. */
        public enum Listener {
          BROKER,
          CONTROLLER
        }

        private static final ApiKey[] BY_ID = byId();

        private final short id;
        private final String wireName;
        private final short lowestVersion;
        private final short highestVersion;
        private final boolean latestVersionUnstable;
        private final short firstFlexibleVersion;
        private final Set<Listener> listeners;

        ApiKey(
            int id,
            String wireName,
            int lowestVersion,
            int highestVersion,
            boolean latestVersionUnstable,
            int firstFlexibleVersion,
            Set<Listener> listeners) {
          this.id = (short) id;
          this.wireName = wireName;
          this.lowestVersion = (short) lowestVersion;
          this.highestVersion = (short) highestVersion;
          this.latestVersionUnstable = latestVersionUnstable;
          this.firstFlexibleVersion = (short) firstFlexibleVersion;
          this.listeners = listeners;
        }

        /** The API with this number, or null if there is none. */
        public static @Nullable ApiKey ofId(int id) {
          return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
        }

        /** The number that stands for the API on the wire. */
        public short id() {
          return id;
        }

        /** The name without "Request" and "Response". */
        public String wireName() {
          return wireName;
        }

        /** The first version of request and response. */
        public short lowestVersion() {
          return lowestVersion;
        }

        /** The last version of request and response, be it stable or not. */
        public short highestVersion() {
          return highestVersion;
        }

        /** The last version that is for everybody; below {@link #lowestVersion} if there is none. */
        public short highestStableVersion() {
          return latestVersionUnstable ? (short) (highestVersion - 1) : highestVersion;
        }

        /** Whether {@link #highestVersion} is still open to change. */
        public boolean latestVersionUnstable() {
          return latestVersionUnstable;
        }

        /** Whether request and response have this version. */
        public boolean hasVersion(int version) {
          return version >= lowestVersion && version <= highestVersion;
        }

        /** Whether bodies of this version use the compact encodings and tagged fields of KIP-482. */
        public boolean isFlexible(int version) {
          return version >= firstFlexibleVersion;
        }

        /** The version of the header in front of a request of this version. */
        public short requestHeaderVersion(int version) {
          return (short) (isFlexible(version) ? 2 : 1);
        }

        /**
         * The version of the header in front of a response of this version. Always 0 for ApiVersions (KIP-511): a
         * client that asked in a version the broker does not know must still be able to read the answer.
         */
        public short responseHeaderVersion(int version) {
          return (short) (id != %d && isFlexible(version) ? 1 : 0);
        }

        /** The listeners on which Apache Kafka offers the API. */
        public Set<Listener> listeners() {
          return listeners;
        }

        private static ApiKey[] byId() {
          int last = Arrays.stream(values()).max(Comparator.comparing(ApiKey::id)).orElseThrow().id;
          ApiKey[] byId = new ApiKey[last + 1];
          for (ApiKey key : values()) {
            byId[key.id] = key;
          }
          return byId;
        }
      }
      """;

  private ApiKeyEmitter() {}

  static String emit(List<MessageSpec> requests, List<MessageSpec> responses) {
    String constants =
        requests.stream()
            .sorted(Comparator.comparingInt(MessageSpec::apiKey))
            .map(request -> constant(request, responseTo(request, responses)))
            .collect(Collectors.joining(",\n"));
    MessageSpec apiVersions =
        requests.stream()
            .filter(request -> request.name().equals("ApiVersionsRequest"))
            .findFirst()
            .orElseThrow(() -> new SpecException("There is no ApiVersionsRequest"));
    return String.format(TEMPLATE, constants, apiVersions.apiKey());
  }

  /** {@code Fetch} for {@code FetchRequest} and {@code FetchResponse}. */
  static String wireName(MessageSpec message) {
    return message.name().replaceAll("(Request|Response)$", "");
  }

  private static MessageSpec responseTo(MessageSpec request, List<MessageSpec> responses) {
    MessageSpec response =
        responses.stream()
            .filter(candidate -> candidate.apiKey() == request.apiKey())
            .findFirst()
            .orElseThrow(() -> new SpecException(request.name() + " has no response"));
    if (!response.versions().equals(request.versions())
        || firstFlexible(response) != firstFlexible(request)) {
      throw new SpecException(request.name() + " and its response differ in their versions");
    }
    return response;
  }

  private static String constant(MessageSpec request, MessageSpec response) {
    String listeners =
        request.listeners().stream()
            .map(listener -> "Listener." + JavaNames.ofConstant(listener))
            .collect(Collectors.joining(", "));
    return String.format(
        "  /** {@link io.barnabas.codec.message.%s} and {@link io.barnabas.codec.message.%s}. */%n"
            + "  %s(%d, \"%s\", %d, %d, %s, %d, Set.of(%s))",
        request.name(),
        response.name(),
        JavaNames.ofConstant(wireName(request)),
        request.apiKey(),
        wireName(request),
        request.versions().lowest(),
        request.versions().highest(),
        request.latestVersionUnstable(),
        firstFlexible(request),
        listeners);
  }

  /** Beyond every version if the message never becomes flexible. */
  private static int firstFlexible(MessageSpec message) {
    return message.flexibleVersions().isEmpty()
        ? Short.MAX_VALUE
        : message.flexibleVersions().lowest();
  }
}
