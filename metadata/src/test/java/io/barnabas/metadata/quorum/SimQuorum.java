package io.barnabas.metadata.quorum;

import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A model of a quorum of several nodes: one shared log of which a prefix is committed. Commits are
 * late by a random time; when the leader changes, a random part of what was not committed is lost.
 * Each node has its own {@link MetadataQuorum} on it.
 */
public final class SimQuorum {
  private final List<CommittedBatch> log = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Random random;
  private int committedBatches;
  private int epoch;
  private @Nullable Node leader;

  public SimQuorum(Random random) {
    this.random = random;
  }

  public Node addNode(TaskQueue tasks) {
    Node node = new Node(tasks);
    nodes.add(node);
    return node;
  }

  /** Everything that has committed. */
  public List<CommittedBatch> committed() {
    return List.copyOf(log.subList(0, committedBatches));
  }

  /** Commits some more of the log, perhaps none, and tells every node. */
  public void commitSome() {
    committedBatches += random.nextInt(log.size() - committedBatches + 1);
    nodes.forEach(Node::deliver);
  }

  /** Makes a node the leader; the old one loses a random part of what it has not seen committed. */
  public void elect(Node newLeader) {
    Node old = leader;
    int lost = random.nextInt(log.size() - committedBatches + 1);
    log.subList(log.size() - lost, log.size()).clear();
    epoch++;
    leader = newLeader;
    int newEpoch = epoch;
    if (old != null) {
      old.tell(listener -> listener.onResigned(newEpoch - 1, "simulated"));
    }
    // A new leader commits what it inherited together with the batch that opens its epoch.
    long offset = endOffset();
    log.add(new CommittedBatch(offset, offset, epoch, epoch, List.of()));
    committedBatches = log.size();
    nodes.forEach(Node::deliver);
    newLeader.tell(listener -> listener.onElected(newEpoch));
  }

  private long endOffset() {
    return log.isEmpty() ? 0 : log.get(log.size() - 1).lastOffset() + 1;
  }

  /** One node's view. */
  public final class Node implements MetadataQuorum {
    private final TaskQueue tasks;
    private @Nullable Listener listener;
    private int delivered;

    Node(TaskQueue tasks) {
      this.tasks = tasks;
    }

    @Override
    public void start(Listener newListener) {
      listener = newListener;
      deliver();
    }

    @Override
    public OptionalLong append(int expectedEpoch, List<MetadataRecord> records) {
      if (leader != this || expectedEpoch != epoch) {
        return OptionalLong.empty();
      }
      long base = endOffset();
      long last = base + records.size() - 1;
      log.add(new CommittedBatch(base, last, epoch, epoch, records));
      return OptionalLong.of(last);
    }

    @Override
    public long nextOffset() {
      return endOffset();
    }

    @Override
    public void offerSnapshot(MetadataImage image) {}

    @Override
    public void close() {
      listener = null;
    }

    private void deliver() {
      while (listener != null && delivered < committedBatches) {
        CommittedBatch batch = log.get(delivered++);
        tell(told -> told.onCommit(batch));
      }
    }

    private void tell(java.util.function.Consumer<Listener> news) {
      tasks.execute(
          () -> {
            if (listener != null) {
              news.accept(listener);
            }
          });
    }
  }
}
