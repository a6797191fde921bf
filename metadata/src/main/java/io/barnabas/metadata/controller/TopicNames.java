package io.barnabas.metadata.controller;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a topic may be called; the rules are Kafka's, since names are also directory names. */
final class TopicNames {
  private static final int LONGEST = 249;
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");
  private static final String METADATA_TOPIC = "__cluster_metadata";

  private TopicNames() {}

  /** Why a topic cannot have this name; null if it can. */
  static @Nullable Refusal refusal(String name) {
    if (name.equals(METADATA_TOPIC)) {
      return new Refusal(
          MetadataFault.INVALID_REQUEST,
          "Creation of internal topic " + METADATA_TOPIC + " is prohibited.");
    }
    String complaint = complaint(name);
    return complaint == null ? null : new Refusal(MetadataFault.INVALID_TOPIC, complaint);
  }

  /** What is wrong with the name of a topic that may be internal; null for nothing. */
  static @Nullable String complaint(String name) {
    String problem = problem(name);
    return problem == null ? null : "Topic name is invalid: " + problem;
  }

  private static @Nullable String problem(String name) {
    if (name.isEmpty()) {
      return "the empty string is not allowed";
    }
    if (name.equals(".") || name.equals("..")) {
      return "'" + name + "' is not allowed";
    }
    if (name.length() > LONGEST) {
      return "the length of '" + name + "' is longer than the max allowed length " + LONGEST;
    }
    return LEGAL.matcher(name).matches()
        ? null
        : "'"
            + name
            + "' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'";
  }
}
