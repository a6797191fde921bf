package io.barnabas.metadata.quorum;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of {@code quorum-state}: the epoch this node has promised to go on from. Kafka's
 * JSON, version 0.
 */
record QuorumState(int leaderId, int leaderEpoch) {
  private static final Pattern EPOCH = Pattern.compile("\"leaderEpoch\"\\s*:\\s*(\\d{1,10})\\b");
  private static final Pattern LEADER = Pattern.compile("\"leaderId\"\\s*:\\s*(-?\\d{1,10})\\b");

  static QuorumState parse(String content) {
    return new QuorumState(number(LEADER, content), number(EPOCH, content));
  }

  String format() {
    return String.format(
        Locale.ROOT,
        "{\"clusterId\":\"\",\"leaderId\":%d,\"leaderEpoch\":%d,\"votedId\":-1,\"appliedOffset\":0,"
            + "\"currentVoters\":[{\"voterId\":%d}],\"data_version\":0}",
        leaderId,
        leaderEpoch,
        leaderId);
  }

  private static int number(Pattern pattern, String content) {
    Matcher matcher = pattern.matcher(content);
    if (!matcher.find()) {
      throw new MetadataCorruptionException(
          "quorum-state: expected "
              + pattern.pattern()
              + ", found "
              + content.length()
              + " characters without it");
    }
    try {
      return Integer.parseInt(matcher.group(1));
    } catch (NumberFormatException outOfRange) {
      throw new MetadataCorruptionException(
          "quorum-state: expected an int, found " + matcher.group(1), outOfRange);
    }
  }
}
