package io.barnabas.compat.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One reading of {@code /metrics}.
 *
 * @param series values by name and labels, as written
 */
public record Scrape(Map<String, Double> series) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public static Scrape of(int port) throws IOException, InterruptedException {
    HttpResponse<String> answer = get(port, "/metrics");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    Map<String, Double> series = new TreeMap<>();
    for (String line : answer.body().split("\n")) {
      if (!line.startsWith("#")) {
        int space = line.lastIndexOf(' ');
        series.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
      }
    }
    return new Scrape(series);
  }

  /** The value of a series, -1 if there is none. */
  public double value(String nameAndLabels) {
    return series.getOrDefault(nameAndLabels, -1.0);
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>();
    series.keySet().forEach(each -> names.add(each.replaceAll("\\{.*", "")));
    return names;
  }
}
