package io.barnabas.server.cli;

import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.scram.ScramKeys;
import io.barnabas.server.config.ConfigException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A credential on the command line, as {@code kafka-storage format --add-scram} takes it: {@code
 * SCRAM-SHA-256=[name=alice,password=...]}, or with iterations, salt and salted password.
 */
record ScramArgument(ScramCredential.Key key, ScramCredential credential) {
  private static final Pattern ARGUMENT =
      Pattern.compile("(SCRAM-SHA-256|SCRAM-SHA-512)=\\[(.*)\\]");
  private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)=(\"[^\"]*\"|[^,]*)(?:,|$)");
  private static final Set<String> KEYS =
      Set.of("name", "password", "iterations", "salt", "saltedpassword");
  private static final int RANDOM_BYTES = 32;

  /**
   * Reads an argument.
   *
   * @throws ConfigException if it is none
   */
  static ScramArgument parse(String text, RandomGenerator random) {
    Matcher matcher = ARGUMENT.matcher(text.trim());
    if (!matcher.matches()) {
      throw refused("SCRAM-SHA-256=[name=...,password=...] or SCRAM-SHA-512=[...]");
    }
    Map<String, String> values = pairs(matcher.group(2));
    String name = values.get("name");
    if (name == null || name.isEmpty()) {
      throw refused("a name");
    }
    ScramMechanism mechanism =
        matcher.group(1).equals("SCRAM-SHA-512")
            ? ScramMechanism.SCRAM_SHA_512
            : ScramMechanism.SCRAM_SHA_256;
    int iterations = iterations(values.get("iterations"));
    byte[] salt = salt(values.get("salt"), random);
    byte[] salted = salted(values, mechanism, salt, iterations);
    return new ScramArgument(
        new ScramCredential.Key(mechanism, name),
        ScramKeys.credential(mechanism, salt, salted, iterations));
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> values = new HashMap<>();
    Matcher pair = PAIR.matcher(text);
    int end = 0;
    while (end < text.length() && pair.find(end) && pair.start() == end) {
      String value = pair.group(2).trim();
      boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
      if (!KEYS.contains(pair.group(1))) {
        throw refused("some of " + new TreeSet<>(KEYS));
      }
      values.put(pair.group(1), quoted ? value.substring(1, value.length() - 1) : value);
      end = pair.end();
    }
    if (end < text.length()) {
      throw refused("key=value pairs separated by commas");
    }
    return values;
  }

  private static int iterations(@Nullable String text) {
    if (text == null) {
      return ScramKeys.ITERATIONS_MIN;
    }
    int iterations = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (iterations < ScramKeys.ITERATIONS_MIN || iterations > ScramKeys.ITERATIONS_MAX) {
      throw refused(ScramKeys.ITERATIONS_MIN + " to " + ScramKeys.ITERATIONS_MAX + " iterations");
    }
    return iterations;
  }

  private static byte[] salt(@Nullable String text, RandomGenerator random) {
    if (text != null) {
      return decoded(text);
    }
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return ScramKeys.salt(bytes);
  }

  private static byte[] salted(
      Map<String, String> values, ScramMechanism mechanism, byte[] salt, int iterations) {
    String password = values.get("password");
    String salted = values.get("saltedpassword");
    if ((password == null) == (salted == null)) {
      throw refused("either a password or a saltedpassword");
    }
    if (password != null) {
      if (password.isEmpty()) {
        throw refused("a password that is not empty");
      }
      return ScramKeys.salted(mechanism, password, salt, iterations);
    }
    if (!values.containsKey("salt")) {
      throw refused("the salt of the saltedpassword");
    }
    return decoded(String.valueOf(salted));
  }

  private static byte[] decoded(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw refused("salt and saltedpassword in base 64");
  }

  private static ConfigException refused(String expected) {
    return new ConfigException("Invalid value for --add-scram: expected " + expected);
  }
}
