package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set on one kind of resource: pure functions. */
public interface ConfigRules {

  /** Why nothing can be set on a resource of this name; null if something can. */
  @Nullable Refusal refusal(String resource, MetadataImage image);

  /**
   * Why a resource whose configs would be fine cannot get them: it does not or cannot exist. Asked
   * last, as clients of Apache Kafka hear of bad configs first.
   */
  default @Nullable Refusal missing(String resource, MetadataImage image) {
    return null;
  }

  /** Whether elements can be added to a config and taken from it: it is a list. */
  boolean hasElements(String name);

  /** Why no value can be given to a config of this name; null if one can. */
  @Nullable Refusal unknown(String name);

  /** The value that operations on lists start from where the resource has none; "" for nothing. */
  String fallback(String name);

  /**
   * Judges the complete configs a resource shall have.
   *
   * @param before those it has now
   * @return null if they are fine
   */
  @Nullable Refusal refusal(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image);
}
