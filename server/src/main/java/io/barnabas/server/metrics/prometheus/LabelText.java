package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.Tags;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Labels between their braces, sorted by name, with the space behind them. */
final class LabelText {
  private LabelText() {}

  /** Those of tags; kept with the tags for the next scrape. */
  static byte[] of(Tags tags) {
    if (tags.rendered() instanceof byte[] known) {
      return known;
    }
    AsciiBuffer text = new AsciiBuffer(64);
    int[] order =
        IntStream.range(0, tags.count())
            .boxed()
            .sorted(Comparator.comparing(tags::name))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < order.length; i++) {
      text.put(i == 0 ? '{' : ',').put(of(tags.name(order[i]), tags.value(order[i])));
    }
    byte[] labels = text.put(order.length == 0 ? " " : "} ").toByteArray();
    tags.keep(labels);
    return labels;
  }

  static String of(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name.replace('-', '_') + "=\"" + escaped + "\"";
  }
}
