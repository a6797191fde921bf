package io.barnabas.server.binding;

import io.barnabas.coordinator.ViewDamagedException;
import io.barnabas.coordinator.ViewStore;
import io.barnabas.coordinator.ViewStores;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.view.ColumnFamily;
import io.barnabas.storage.view.KeyValueStores;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The views of {@code __consumer_offsets}. Each lies in the directory of its partition, where
 * Apache Kafka ignores it and where it goes with the partition. Any thread.
 */
public final class GroupViews implements ViewStores, AutoCloseable {
  private static final String TOPIC = TopicNames.CONSUMER_OFFSETS;
  private static final String VIEW = "view";
  private static final List<ColumnFamily> FAMILIES =
      List.of(new ColumnFamily(1, "groups"), new ColumnFamily(2, "offsets"));

  private final Partitions partitions;
  private final KeyValueStores stores;
  private final FileSystemPort files;
  private final Set<RocksView> open = ConcurrentHashMap.newKeySet();

  /** Of these partitions; views share the memory of the stores. */
  public GroupViews(Partitions partitions, KeyValueStores stores, FileSystemPort files) {
    this.partitions = partitions;
    this.stores = stores;
    this.files = files;
  }

  @Override
  public ViewStore open(int partition) {
    Partition held = partitions.find(TOPIC, partition);
    if (held != null && held.role() instanceof PartitionRole.Leader leader) {
      Path directory = directoryOf(leader.log()).resolve(VIEW);
      RocksView view =
          new RocksView(stores.store(directory, FAMILIES), files, directory, open::remove);
      open.add(view);
      return view;
    }
    throw new ViewDamagedException(TOPIC + "-" + partition + " is not led by this broker");
  }

  /** Closes the views that nobody has closed; nobody may use them any more. */
  @Override
  public void close() {
    List.copyOf(open).forEach(RocksView::close);
  }

  private static Path directoryOf(PartitionLog log) {
    return log.logDirectory().resolve(log.id().toString());
  }
}
