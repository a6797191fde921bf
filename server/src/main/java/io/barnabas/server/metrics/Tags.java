package io.barnabas.server.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tells the metrics of a family apart: names and values, in the order of the MBean's name.
 * Whoever scrapes may keep a form of its own with them, so they are worth keeping between scrapes.
 */
public final class Tags {
  public static final Tags NONE = new Tags(List.of());

  private final List<String> namesAndValues;
  private @Nullable Object rendered;

  private Tags(List<String> namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  public static Tags of(String name, String value) {
    return new Tags(List.of(name, value));
  }

  public static Tags of(String name, String value, String name2, String value2) {
    return new Tags(List.of(name, value, name2, value2));
  }

  /** Any number of names, each followed by its value. */
  public static Tags of(List<String> namesAndValues) {
    return new Tags(List.copyOf(namesAndValues));
  }

  public int count() {
    return namesAndValues.size() / 2;
  }

  public String name(int index) {
    return namesAndValues.get(2 * index);
  }

  public String value(int index) {
    return namesAndValues.get(2 * index + 1);
  }

  /** What a scraper has kept here; one scraper and its thread only. */
  public @Nullable Object rendered() {
    return rendered;
  }

  /** Keeps something for the next scrape. */
  public void keep(Object form) {
    rendered = form;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tags tags && tags.namesAndValues.equals(namesAndValues);
  }

  @Override
  public int hashCode() {
    return namesAndValues.hashCode();
  }

  @Override
  public String toString() {
    return namesAndValues.toString();
  }
}
