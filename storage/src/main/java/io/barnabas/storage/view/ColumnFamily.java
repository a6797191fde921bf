package io.barnabas.storage.view;

/**
 * A separate key space of a store.
 *
 * @param number how callers name it; never reused for something else. 0 is the default family,
 *     which every store has
 * @param name what it is called on disk; never reused for something else
 */
public record ColumnFamily(int number, String name) {}
