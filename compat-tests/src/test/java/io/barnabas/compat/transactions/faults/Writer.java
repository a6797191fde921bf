package io.barnabas.compat.transactions.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * An application that writes transactions: it commits, aborts, takes too long, is fenced by a twin,
 * or goes away in the middle; each as its seed has it. Uses what clients from 2.8 on have in
 * common.
 */
final class Writer implements Runnable {
  private static final int COMMIT_TRIES = 5;

  /** Is told of what the writer knows. */
  interface Listener {
    void ended(String key, Outcome outcome);

    void violated(String what);
  }

  /** What one writer needs to know. */
  record Task(
      int number, String id, String bootstrap, String topic, int partitions, int transactions) {}

  private final Task task;
  private final Random random;
  private final Listener listener;
  private String id;
  private Producer<String, String> producer;
  private boolean begun;

  Writer(Task task, long seed, Listener listener) {
    this.task = task;
    this.random = new Random(seed);
    this.listener = listener;
    this.id = task.id();
    this.producer = create();
  }

  private Producer<String, String> create() {
    int timeoutMs = random.nextInt(4) == 0 ? 600 : 4_000;
    return new KafkaProducer<>(
        Settings.producer(task.bootstrap(), id, timeoutMs),
        new StringSerializer(),
        new StringSerializer());
  }

  @Override
  public void run() {
    for (int number = 0; number < task.transactions(); number++) {
      Transaction transaction =
          new Transaction(task.number() + "." + number, 1 + random.nextInt(6));
      try {
        ready();
        transaction.run(number);
      } catch (KafkaException fencedOrAborted) {
        Trace.met(transaction.key, fencedOrAborted);
        anew();
      }
      listener.ended(transaction.key, transaction.outcome);
    }
    producer.close(Duration.ZERO);
  }

  private void ready() {
    if (!begun) {
      producer.initTransactions();
      begun = true;
    }
  }

  private void anew() {
    producer.close(Duration.ZERO);
    producer = create();
    begun = false;
  }

  private final class Transaction {
    final String key;
    final int count;
    final AtomicBoolean sendFailed = new AtomicBoolean();
    Outcome outcome = Outcome.ABORTED;

    Transaction(String key, int count) {
      this.key = key;
      this.count = count;
    }

    void run(int number) {
      producer.beginTransaction();
      for (int index = 0; index < count; index++) {
        Value value = new Value(task.number(), number, index, count);
        producer.send(
            new ProducerRecord<>(
                task.topic(), random.nextInt(task.partitions()), null, value.toString()),
            (metadata, failure) -> sendFailed.compareAndSet(false, failure != null));
        if (random.nextInt(4) == 0) {
          producer.flush();
        }
      }
      int dice = random.nextInt(100);
      if (dice < 68) {
        end();
      } else if (dice < 84) {
        abort();
      } else if (dice < 89) {
        takeTooLong();
      } else if (dice < 94) {
        beFenced();
      } else if (dice < 97) {
        goAway();
      } else {
        goAwayForGood();
      }
    }

    /** Commits; half of the time only what is known to have been written. */
    private void end() {
      if (random.nextBoolean()) {
        producer.flush();
        if (sendFailed.get()) {
          producer.abortTransaction();
          return;
        }
      }
      outcome = Outcome.UNKNOWN;
      commit();
      outcome = Outcome.COMMITTED;
    }

    private void commit() {
      for (int tries = 1; ; tries++) {
        try {
          producer.commitTransaction();
          return;
        } catch (TimeoutException e) {
          if (tries == COMMIT_TRIES) {
            throw e;
          }
        }
      }
    }

    private void abort() {
      if (random.nextBoolean()) {
        producer.flush();
      }
      producer.abortTransaction();
    }

    private void takeTooLong() {
      producer.flush();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(900));
      outcome = Outcome.UNKNOWN;
      commit();
      outcome = Outcome.COMMITTED;
    }

    /** The twin's beginning ends what this one has open, so it must not be able to commit. */
    private void beFenced() {
      if (random.nextBoolean()) {
        producer.flush();
      }
      Producer<String, String> old = producer;
      producer = create();
      begun = false;
      try (old) {
        producer.initTransactions();
        begun = true;
        old.commitTransaction();
        listener.violated(key + " was committed by an instance that had been fenced");
      } catch (KafkaException fenced) {
        old.close(Duration.ZERO);
      }
    }

    private void goAway() {
      if (random.nextBoolean()) {
        producer.flush();
      }
      anew();
    }

    /** Nobody comes back under this id: only the coordinator can end it. */
    private void goAwayForGood() {
      producer.flush();
      id = id + "+";
      anew();
    }
  }

  /** Settings of clients that are to be hurt often. */
  static final class Settings {
    private Settings() {}

    static Map<String, Object> producer(String bootstrap, String id, int timeoutMs) {
      return Map.of(
          "bootstrap.servers", bootstrap,
          "transactional.id", id,
          "transaction.timeout.ms", timeoutMs,
          "request.timeout.ms", 3_000,
          "delivery.timeout.ms", 12_000,
          "max.block.ms", 15_000,
          "retry.backoff.ms", 10,
          "reconnect.backoff.ms", 10,
          "reconnect.backoff.max.ms", 100);
    }
  }
}
