package io.barnabas.server.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entry of the process. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    chooseLogging();
    int code = run(Arrays.asList(arguments));
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Logs by our own means, before anything logs. They are named here and not in a file for SLF4J to
   * find, so that a program with a broker inside it logs as it likes.
   */
  private static void chooseLogging() {
    setUnlessSet("slf4j.provider", "io.barnabas.server.logging.LoggingProvider");
    setUnlessSet("slf4j.internal.verbosity", "WARN");
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static int run(List<String> words) {
    if (!words.isEmpty() && words.get(0).equals("start")) {
      @Nullable StartArguments plain = StartArguments.parsePlain(words.subList(1, words.size()));
      if (plain != null) {
        return StartCommand.ofProcess(plain).run();
      }
    }
    if (words.equals(List.of("train"))) {
      return new TrainCommand().run();
    }
    return CommandLineInterface.execute(words);
  }
}
