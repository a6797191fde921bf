package io.barnabas.metadata.quorum;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of {@code quorum-state}: the epoch this node has promised to go on from. Kafka's
 * JSON: version 1 where the log says who votes, version 0 where it does not and this file repeats
 * what the configuration says.
 *
 * @param votersInLog whether the log says who votes
 * @param voters who votes, where this file says so
 */
record QuorumState(int leaderId, int leaderEpoch, boolean votersInLog, List<Integer> voters) {
  private static final int NEWEST_VERSION = 1;
  private static final Pattern EPOCH = Pattern.compile("\"leaderEpoch\"\\s*:\\s*(\\d{1,10})\\b");
  private static final Pattern LEADER = Pattern.compile("\"leaderId\"\\s*:\\s*(-?\\d{1,10})\\b");
  private static final Pattern VOTER = Pattern.compile("\"voterId\"\\s*:\\s*(\\d{1,10})\\b");
  private static final Pattern VERSION = Pattern.compile("\"data_version\"\\s*:\\s*(\\d{1,10})\\b");

  QuorumState {
    voters = List.copyOf(voters);
  }

  static QuorumState parse(String content) {
    int version = number(VERSION, content);
    if (version > NEWEST_VERSION) {
      throw new MetadataCorruptionException(
          "quorum-state: expected data_version 0 or 1, found " + version);
    }
    List<Integer> voters = new ArrayList<>();
    Matcher matcher = VOTER.matcher(content);
    while (matcher.find()) {
      voters.add(number(matcher.group(1)));
    }
    return new QuorumState(number(LEADER, content), number(EPOCH, content), version > 0, voters);
  }

  String format() {
    String content =
        votersInLog
            ? "{\"leaderId\":%d,\"leaderEpoch\":%d,\"votedId\":-1,"
                + "\"votedDirectoryId\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"data_version\":1}"
            : "{\"clusterId\":\"\",\"leaderId\":%d,\"leaderEpoch\":%d,\"votedId\":-1,"
                + "\"appliedOffset\":0,\"currentVoters\":[{\"voterId\":%d}],\"data_version\":0}";
    return String.format(Locale.ROOT, content, leaderId, leaderEpoch, leaderId);
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
    return number(matcher.group(1));
  }

  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException outOfRange) {
      throw new MetadataCorruptionException(
          "quorum-state: expected an int, found " + digits, outOfRange);
    }
  }
}
