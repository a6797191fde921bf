package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.MessageReader;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.Test;

/** The protocol's tables and limits are those of Kafka. */
final class SameTablesTest {

  @Test
  void shouldNameEveryErrorAsKafkaDoes() {
    assertEquals(Errors.values().length, ErrorCode.values().length);
    for (Errors kafkas : Errors.values()) {
      ErrorCode ours = ErrorCode.valueOf(kafkas.name());

      assertEquals(kafkas.code(), ours.code());
      assertSame(ours, ErrorCode.ofCode(kafkas.code()));
      assertEquals(
          kafkas.exception() instanceof RetriableException, ours.isRetriable(), ours.name());
      assertFalse(ours.message().isEmpty());
    }
  }

  @Test
  void shouldTakeUnusedErrorNumbersForUnknownServerErrors() {
    assertSame(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.ofCode(-2));
    assertSame(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.ofCode(Short.MAX_VALUE));
  }

  @Test
  void shouldListEveryApiThatHasVersions() {
    Set<String> kafkas =
        Arrays.stream(ApiMessageType.values())
            .filter(type -> type.lowestSupportedVersion() <= type.highestSupportedVersion(true))
            .map(ApiMessageType::name)
            .collect(Collectors.toSet());

    assertEquals(
        kafkas, Arrays.stream(ApiKey.values()).map(ApiKey::name).collect(Collectors.toSet()));
  }

  @Test
  void shouldKnowVersionsHeadersAndListenersOfEveryApi() {
    for (ApiKey ours : ApiKey.values()) {
      ApiMessageType kafkas = ApiMessageType.valueOf(ours.name());

      assertEquals(kafkas.apiKey(), ours.id());
      assertSame(ours, ApiKey.ofId(ours.id()));
      assertEquals(kafkas.name, ours.wireName());
      assertEquals(kafkas.lowestSupportedVersion(), ours.lowestVersion());
      assertEquals(kafkas.highestSupportedVersion(true), ours.highestVersion());
      assertEquals(kafkas.highestSupportedVersion(false), ours.highestStableVersion());
      assertEquals(
          kafkas.listeners().stream().map(Enum::name).collect(Collectors.toSet()),
          ours.listeners().stream().map(Enum::name).collect(Collectors.toSet()));
      for (short version = ours.lowestVersion(); version <= ours.highestVersion() + 1; version++) {
        assertEquals(kafkas.requestHeaderVersion(version), ours.requestHeaderVersion(version));
        assertEquals(kafkas.responseHeaderVersion(version), ours.responseHeaderVersion(version));
      }
    }
  }

  @Test
  void shouldProveEveryVersionOfEveryApi() {
    long requestsAndResponses =
        Arrays.stream(ApiKey.values())
            .mapToLong(key -> 2L * (key.highestVersion() - key.lowestVersion() + 1))
            .sum();

    assertEquals(
        requestsAndResponses,
        MessageCases.all().stream()
            .filter(which -> which.ourClass().getSimpleName().matches(".*(Request|Response)"))
            .count());
  }

  @Test
  void shouldFindNoApiForUnusedNumbers() {
    assertNull(ApiKey.ofId(-1));
    assertNull(ApiKey.ofId(Short.MAX_VALUE));
  }

  @Test
  void shouldSetTheLimitsOfKafka() {
    assertEquals(MessageUtil.MAX_ARRAY_LENGTH, MessageReader.MAX_ARRAY_ELEMENTS);
    assertEquals(MessageUtil.MAX_TAGGED_FIELD_COUNT, MessageReader.MAX_TAGGED_FIELDS);
  }
}
