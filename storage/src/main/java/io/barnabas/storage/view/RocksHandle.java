package io.barnabas.storage.view;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** An open RocksDB and what must be freed with it. Settings are for small memory, not for speed. */
final class RocksHandle implements AutoCloseable {
  private static final long MEMTABLE_BYTES = 1 << 20;

  private final RocksDB db;
  private final DBOptions options;
  private final ColumnFamilyOptions familyOptions;
  private final List<ColumnFamilyHandle> handles;
  private final Map<Integer, ColumnFamilyHandle> byNumber = new HashMap<>();

  private RocksHandle(
      RocksDB db,
      DBOptions options,
      ColumnFamilyOptions familyOptions,
      List<ColumnFamilyHandle> handles,
      List<ColumnFamily> families) {
    this.db = db;
    this.options = options;
    this.familyOptions = familyOptions;
    this.handles = handles;
    byNumber.put(0, handles.get(0));
    for (int i = 0; i < families.size(); i++) {
      byNumber.put(families.get(i).number(), handles.get(i + 1));
    }
  }

  static RocksHandle open(Path directory, List<ColumnFamily> families, KeyValueStores.Shared shared)
      throws RocksDBException {
    ColumnFamilyOptions familyOptions =
        new ColumnFamilyOptions()
            .setWriteBufferSize(MEMTABLE_BYTES)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(shared.cache()));
    DBOptions options =
        new DBOptions()
            .setCreateIfMissing(true)
            .setCreateMissingColumnFamilies(true)
            // Without a write-ahead log, families must reach the disk together.
            .setAtomicFlush(true)
            .setWriteBufferManager(shared.memtables())
            .setMaxOpenFiles(64)
            .setStatsDumpPeriodSec(0)
            .setKeepLogFileNum(1)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, familyOptions));
    for (ColumnFamily family : families) {
      byte[] name = family.name().getBytes(StandardCharsets.UTF_8);
      descriptors.add(new ColumnFamilyDescriptor(name, familyOptions));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      RocksDB db = RocksDB.open(options, directory.toString(), descriptors, handles);
      return new RocksHandle(db, options, familyOptions, handles, families);
    } catch (RocksDBException e) {
      options.close();
      familyOptions.close();
      throw e;
    }
  }

  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle family(int number) {
    ColumnFamilyHandle family = byNumber.get(number);
    if (family == null) {
      throw new IllegalArgumentException("no column family " + number);
    }
    return family;
  }

  void flush() throws RocksDBException {
    try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
      db.flush(waiting, handles);
    }
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    db.close();
    options.close();
    familyOptions.close();
  }
}
