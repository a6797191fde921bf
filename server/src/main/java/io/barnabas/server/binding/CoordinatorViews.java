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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The views of the partitions of one internal topic. Each lies in the directory of its partition,
 * where Apache Kafka ignores it and where it goes with the partition. Any thread.
 */
public final class CoordinatorViews implements ViewStores, AutoCloseable {
  private static final String VIEW = "view";
  private static final List<ColumnFamily> GROUP_FAMILIES =
      List.of(
          new ColumnFamily(1, "groups"),
          new ColumnFamily(2, "offsets"),
          new ColumnFamily(3, "pending"),
          new ColumnFamily(4, "producers"));
  private static final List<ColumnFamily> TRANSACTION_FAMILIES =
      List.of(new ColumnFamily(1, "transactions"));

  private final String topic;
  private final List<ColumnFamily> families;
  private final Partitions partitions;
  private final KeyValueStores stores;
  private final FileSystemPort files;
  private final Map<RocksView, Integer> open = new ConcurrentHashMap<>();

  /** Partitions that are on their way to another directory: no view of them is opened. */
  private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();

  /** Guarded by itself. */
  private final Map<Integer, CompletableFuture<Void>> awaited = new HashMap<>();

  private CoordinatorViews(
      String topic,
      List<ColumnFamily> families,
      Partitions partitions,
      KeyValueStores stores,
      FileSystemPort files) {
    this.topic = topic;
    this.families = families;
    this.partitions = partitions;
    this.stores = stores;
    this.files = files;
  }

  /** Those of groups; views share the memory of the stores. */
  public static CoordinatorViews ofGroups(
      Partitions partitions, KeyValueStores stores, FileSystemPort files) {
    return new CoordinatorViews(
        TopicNames.CONSUMER_OFFSETS, GROUP_FAMILIES, partitions, stores, files);
  }

  /** Those of transactions. */
  public static CoordinatorViews ofTransactions(
      Partitions partitions, KeyValueStores stores, FileSystemPort files) {
    return new CoordinatorViews(
        TopicNames.TRANSACTION_STATE, TRANSACTION_FAMILIES, partitions, stores, files);
  }

  @Override
  public ViewStore open(int partition) {
    Partition held = partitions.find(topic, partition);
    if (held != null && held.role() instanceof PartitionRole.Leader leader) {
      Path directory = directoryOf(leader.log()).resolve(VIEW);
      RocksView view =
          new RocksView(stores.store(directory, families), files, directory, this::closed);
      open.put(view, partition);
      // After that, so that whoever lets go of the partition either finds the view or is seen here.
      if (leaving.contains(partition)) {
        view.close();
        throw new ViewDamagedException(topic + "-" + partition + " is about to lie elsewhere");
      }
      return view;
    }
    throw new ViewDamagedException(topic + "-" + partition + " is not led by this broker");
  }

  /** Closes the views that nobody has closed; nobody may use them any more. */
  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(RocksView::close);
  }

  private void closed(RocksView view) {
    Integer partition = open.remove(view);
    if (partition != null && !open.containsValue(partition)) {
      CompletableFuture<Void> waiting;
      synchronized (awaited) {
        waiting = awaited.remove(partition);
      }
      if (waiting != null) {
        waiting.complete(null);
      }
    }
  }

  /**
   * Opens no view of a partition that its coordinator has given up, until {@link #takeBack}; a load
   * that was begun before may still want to. Completes as soon as none is open.
   */
  public CompletionStage<Void> letGo(int partition) {
    leaving.add(partition);
    CompletableFuture<Void> waiting;
    synchronized (awaited) {
      waiting = awaited.computeIfAbsent(partition, any -> new CompletableFuture<>());
    }
    if (!open.containsValue(partition)) {
      synchronized (awaited) {
        awaited.remove(partition, waiting);
      }
      waiting.complete(null);
    }
    return waiting;
  }

  /** Opens views of a partition again, wherever it lies now. */
  public void takeBack(int partition) {
    leaving.remove(partition);
  }

  private static Path directoryOf(PartitionLog log) {
    return log.logDirectory().resolve(log.id().toString());
  }
}
