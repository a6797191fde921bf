package io.barnabas.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One case of {@code complaints.txt}.
 *
 * @param settings lines of the configuration file
 * @param environment variables
 * @param files by their names, each of which begins with a slash
 * @param words of the command line, in the place of the configuration file where they name one
 * @param errors the lines to be said, where the start is refused
 * @param warnings the lines to be said, where it is not
 */
record Complaint(
    String title,
    List<String> settings,
    Map<String, String> environment,
    Map<String, String> files,
    List<String> words,
    List<String> errors,
    List<String> warnings) {

  private Complaint(String title) {
    this(
        title,
        new ArrayList<>(),
        new HashMap<>(),
        new HashMap<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>());
  }

  static List<Complaint> readAll() throws IOException {
    List<Complaint> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Complaint.class.getResourceAsStream("complaints.txt")),
                StandardCharsets.UTF_8))) {
      boolean between = true;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          if (between) {
            all.add(new Complaint(line));
          } else {
            all.get(all.size() - 1).take(line);
          }
        }
        between = line.isBlank() || line.startsWith("#");
      }
    }
    return all;
  }

  private void take(String line) {
    int equals = line.indexOf('=');
    if (line.startsWith("->")) {
      errors.add(line.substring(2).trim());
    } else if (line.startsWith("~>")) {
      warnings.add(line.substring(2).trim());
    } else if (line.startsWith("+ ")) {
      words.add(line.substring(2));
    } else if (line.startsWith("/")) {
      files.put(line.substring(0, equals), line.substring(equals + 1).replace("\\n", "\n"));
    } else if (line.substring(0, equals).matches("[A-Z_0-9]+")) {
      environment.put(line.substring(0, equals), line.substring(equals + 1));
    } else {
      settings.add(line);
    }
  }

  /** The same with real places for the words that stand for them. */
  Complaint in(Map<String, String> places) {
    UnaryOperator<String> put =
        text -> {
          String made = text;
          for (Map.Entry<String, String> place : places.entrySet()) {
            made = made.replace(place.getKey(), place.getValue());
          }
          return made;
        };
    return new Complaint(
        title,
        settings.stream().map(put).toList(),
        environment,
        files,
        words.stream().map(put).toList(),
        errors.stream().map(put).toList(),
        warnings.stream().map(put).toList());
  }

  void writeFiles(Path directory) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey().substring(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    // Later lines win.
    List<String> all = new ArrayList<>();
    all.add("listeners=PLAINTEXT://127.0.0.1:0");
    all.add("log.dirs=" + directory.resolve("data"));
    all.addAll(settings);
    Files.write(directory.resolve("server.properties"), all, StandardCharsets.ISO_8859_1);
  }

  StartArguments arguments(Path directory) {
    List<String> all = new ArrayList<>(words);
    if (all.isEmpty() || all.get(0).startsWith("-")) {
      all.add(0, directory.resolve("server.properties").toString());
    }
    StartArguments arguments = StartArguments.parsePlain(all);
    if (arguments == null) {
      throw new IllegalArgumentException("not the plain form: " + all);
    }
    return arguments;
  }

  /** What a line looks like in which {@code ...} stands for anything. */
  static Pattern pattern(String line) {
    return Pattern.compile(
        Arrays.stream(line.split(Pattern.quote("..."), -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  @Override
  public String toString() {
    return title;
  }
}
