package io.barnabas.coordinator;

/**
 * A view as {@link ShardKind#apply} sees it. Arrays are handed over and must not be changed
 * afterwards.
 */
public interface MutableView extends View {

  void put(int columnFamily, byte[] key, byte[] value);

  void delete(int columnFamily, byte[] key);
}
