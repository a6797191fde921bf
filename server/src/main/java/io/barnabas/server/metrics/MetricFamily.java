package io.barnabas.server.metrics;

import java.util.Locale;

/**
 * Metrics that differ in their tags only, named as Apache Kafka names its MBeans: {@code
 * domain:type=...,name=...}.
 *
 * @param domain such as {@code kafka.server}
 * @param type the MBean's type
 * @param name the MBean's name, or the attribute's where {@code kind} is {@link Kind#ATTRIBUTE};
 *     empty for one that is no MBean and whose name ends with the type
 * @param help one line for people
 */
public record MetricFamily(String domain, String type, String name, Kind kind, String help) {

  /** What readings of a family look like. */
  public enum Kind {
    /** A number that goes up and down; attribute {@code Value}. */
    GAUGE,
    /** A count that only grows, and its rates; attributes {@code Count}, {@code OneMinuteRate}. */
    METER,
    /** A distribution; attributes {@code Count}, {@code 99thPercentile} and so on. */
    HISTOGRAM,
    /** A distribution of times, with rates of how many there were. */
    TIMER,
    /** One attribute among others of an MBean without a name, a gauge or a total. */
    ATTRIBUTE
  }

  public static MetricFamily gauge(String domain, String type, String name, String help) {
    return new MetricFamily(domain, type, name, Kind.GAUGE, help);
  }

  public static MetricFamily meter(String domain, String type, String name, String help) {
    return new MetricFamily(domain, type, name, Kind.METER, help);
  }

  public static MetricFamily histogram(String domain, String type, String name, String help) {
    return new MetricFamily(domain, type, name, Kind.HISTOGRAM, help);
  }

  public static MetricFamily timer(String domain, String type, String name, String help) {
    return new MetricFamily(domain, type, name, Kind.TIMER, help);
  }

  public static MetricFamily attribute(String domain, String type, String name, String help) {
    return new MetricFamily(domain, type, name, Kind.ATTRIBUTE, help);
  }

  /**
   * The name that the usual rules of the JMX exporter make of it, without the {@code _total} of
   * counters.
   */
  public String prometheusName() {
    String shortType =
        type.equals("raft-metrics") || type.equals("broker-metadata-metrics")
            ? type.replace("-", "")
            : type;
    return (domain + "_" + shortType + (name.isEmpty() ? "" : "_" + shortName()))
        .replaceAll("[^a-zA-Z0-9_]", "_")
        .toLowerCase(Locale.ROOT);
  }

  private String shortName() {
    return switch (kind) {
      case METER -> name.endsWith("PerSec") ? name.substring(0, name.length() - 6) : name;
      case GAUGE ->
          name.endsWith("Percent") ? name.substring(0, name.length() - 7) + "_percent" : name;
      case ATTRIBUTE -> isTotal() ? name.substring(0, name.length() - 6) : name;
      case HISTOGRAM, TIMER -> name;
    };
  }

  /** Whether readings only grow. */
  public boolean isTotal() {
    return kind == Kind.METER || kind == Kind.ATTRIBUTE && name.endsWith("-total");
  }
}
