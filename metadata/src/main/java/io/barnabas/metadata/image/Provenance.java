package io.barnabas.metadata.image;

/**
 * The point of the metadata log an image reflects.
 *
 * @param lastOffset offset of the last record contained, -1 before the first
 * @param epoch leader epoch of that record, -1 before the first
 * @param timestampMs append time of its batch in milliseconds since 1970, -1 before the first
 */
public record Provenance(long lastOffset, int epoch, long timestampMs) {
  public static final Provenance NONE = new Provenance(-1, -1, -1);
}
