package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The figures in the text beside a directory of pages ({@code performance.md} beside {@code
 * performance/}): what stands between {@code <!-- figures SCENARIO... -->} and {@code <!-- end of
 * figures -->} is made anew from the measurements in the directory. {@code all} stands for all
 * scenarios that have a goal.
 */
final class Figures {
  private static final Pattern REGION =
      Pattern.compile("(<!-- figures ([^>]*?) -->\n).*?(<!-- end of figures -->)", Pattern.DOTALL);

  /** Of {@link Report#json}: the measurements of a contender, and one metric of these. */
  private static final Pattern CONTENDER = Pattern.compile("\"([\\w-]+)\":\\{([^{}]*)\\}");

  private static final Pattern VALUES = Pattern.compile("\"(\\w+)\":\\[([^\\]]*)\\]");

  private static final String HEAD =
      "| | | Barnabas | Apache Kafka | ratio | goal | |\n|---|---|---|---|---|---|---|\n";

  private final Path pages;

  private Figures(Path pages) {
    this.pages = pages;
  }

  /** Renews the text beside the directory, if there is one. */
  static void renew(Path pages) throws IOException {
    Path absolute = pages.toAbsolutePath();
    Path text = absolute.resolveSibling(absolute.getFileName() + ".md");
    if (Files.exists(text)) {
      Files.writeString(text, new Figures(absolute).renewed(Files.readString(text)));
    }
  }

  String renewed(String text) throws IOException {
    Matcher region = REGION.matcher(text);
    StringBuilder renewed = new StringBuilder();
    while (region.find()) {
      String made = region.group(1) + figures(region.group(2)) + region.group(3);
      region.appendReplacement(renewed, Matcher.quoteReplacement(made));
    }
    return region.appendTail(renewed).toString();
  }

  private String figures(String of) throws IOException {
    boolean all = of.equals("all");
    List<String> names =
        all
            ? Goal.ALL.stream().map(Goal::scenario).distinct().toList()
            : Arrays.asList(of.split(" "));
    StringBuilder rows = new StringBuilder();
    StringBuilder links = new StringBuilder();
    for (String name : names) {
      Path json = pages.resolve(name + ".json");
      if (Files.exists(json)) {
        rows.append(rows(name, Files.readString(json)));
        String page = pages.getFileName() + "/" + name;
        links.append(
            all
                ? ""
                : "\n[all of "
                    + name
                    + "]("
                    + page
                    + ".md)\n\n!["
                    + name
                    + "]("
                    + page
                    + ".svg)\n");
      } else {
        links.append(all ? "" : "\n" + name + ": not measured yet.\n");
      }
    }
    return (rows.isEmpty() ? "" : HEAD + rows) + links;
  }

  private static String rows(String scenario, String json) {
    StringBuilder rows = new StringBuilder();
    List<Map.Entry<String, String>> contenders = new ArrayList<>();
    Matcher each = CONTENDER.matcher(json);
    while (each.find()) {
      contenders.add(Map.entry(each.group(1), each.group(2)));
    }
    for (Goal goal : Goal.ALL) {
      if (goal.scenario().equals(scenario) && contenders.size() == 2) {
        List<Double> ours = values(contenders.get(0).getValue(), goal.metric());
        List<Double> theirs = values(contenders.get(1).getValue(), goal.metric());
        if (!ours.isEmpty() && !theirs.isEmpty()) {
          rows.append(row(goal, Report.median(ours), Report.median(theirs)));
        }
      }
    }
    return rows.toString();
  }

  private static String row(Goal goal, double ours, double theirs) {
    double ratio = ours / theirs;
    String floor =
        goal.floor() == 0
            ? ""
            : String.format(
                Locale.ROOT, "; %.1f times the floor of %s", ours / goal.floor(), goal.floor());
    return String.format(
        Locale.ROOT,
        "| %s | %s, %s | %s | %s | %.2f | %s | %s%s |%n",
        goal.scenario(),
        goal.metric().title(),
        goal.metric().unit(),
        Report.number(ours),
        Report.number(theirs),
        ratio,
        goal,
        goal.isReached(ratio) ? "reached" : "not reached",
        floor);
  }

  private static List<Double> values(String contender, Metric metric) {
    Matcher each = VALUES.matcher(contender);
    while (each.find()) {
      if (each.group(1).equals(metric.name().toLowerCase(Locale.ROOT))) {
        return Arrays.stream(each.group(2).split(",")).map(Double::valueOf).toList();
      }
    }
    return List.of();
  }
}
