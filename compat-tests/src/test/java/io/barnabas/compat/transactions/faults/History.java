package io.barnabas.compat.transactions.faults;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.transactions.faults.Plan.Deed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.TopicPartition;

/** One plan, played against a broker. The thread that calls is the one that hurts the broker. */
final class History {
  private static final int PARTITIONS = 3;
  private static final String INPUT = "written";
  private static final String OUTPUT = "copied";

  private final Plan plan;
  private final BrokerProcess broker;
  private final FaultyProxy proxy;
  private final String bootstrap;
  private final Duration patience;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final ConcurrentHashMap<TopicPartition, Long> acknowledged = new ConcurrentHashMap<>();
  private final List<Thread> writers = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final List<Copier> copiers = new ArrayList<>();
  private final List<TopicPartition> input = Readings.partitions(INPUT, PARTITIONS);
  private final List<TopicPartition> output = Readings.partitions(OUTPUT, PARTITIONS);

  /**
   * @param patience how long what must come by itself may take
   */
  History(Plan plan, BrokerProcess broker, FaultyProxy proxy, int proxyPort, Duration patience) {
    this.plan = plan;
    this.broker = broker;
    this.proxy = proxy;
    this.bootstrap = "127.0.0.1:" + proxyPort;
    this.patience = patience;
    this.random = new Random(plan.seed() + 1);
  }

  /** Plays and checks. */
  Ledger play() throws Exception {
    prepare();
    List<TopicPartition> all = new ArrayList<>(input);
    all.addAll(output);
    LiveReader live = new LiveReader(bootstrap, all, ledger);
    live.start();
    startWriters();
    startCopiers();
    hurt();
    for (Thread writer : writers) {
      writer.join();
    }
    if (ledger.count() != transactions()) {
      ledger.violated(ledger.count() + " of " + transactions() + " transactions were tried");
    }
    proxy.settle();
    check(live, all);
    return ledger;
  }

  private void prepare() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(INPUT, PARTITIONS, (short) 1).configs(plan.topicConfigs()),
                  new NewTopic(OUTPUT, PARTITIONS, (short) 1).configs(plan.topicConfigs())))
          .all()
          .get();
      if (plan.level() < 2) {
        level(admin, plan.level(), FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
      }
    }
  }

  private static void level(Admin admin, short level, FeatureUpdate.UpgradeType type)
      throws Exception {
    admin
        .updateFeatures(
            Map.of("transaction.version", new FeatureUpdate(level, type)),
            new UpdateFeaturesOptions())
        .all()
        .get();
  }

  private void startWriters() throws IOException {
    for (int number = 0; number < plan.writers() + plan.oldWriters(); number++) {
      String id = plan.rivals() && number == 1 ? "writer-0" : "writer-" + number;
      Writer.Task task =
          new Writer.Task(number, id, bootstrap, INPUT, PARTITIONS, plan.transactions());
      long seed = random.nextLong();
      Thread thread =
          number < plan.writers() ? new Thread(inProcess(task, seed), id) : apart(task, seed);
      thread.setDaemon(true);
      thread.start();
      writers.add(thread);
    }
  }

  private Runnable inProcess(Writer.Task task, long seed) {
    return new Writer(
        task,
        seed,
        new Writer.Listener() {
          @Override
          public void ended(String key, Outcome outcome) {
            ledger.ended(key, outcome);
          }

          @Override
          public void violated(String what) {
            ledger.violated(what);
          }
        });
  }

  /** The old client, on a class path of its own. */
  private Thread apart(Writer.Task task, long seed) throws IOException {
    String classPath =
        ClassPaths.testClasses()
            + File.pathSeparator
            + ClassPaths.of("clients-" + plan.oldClient());
    Process process =
        new ProcessBuilder(
                ClassPaths.java(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classPath,
                WriterProcess.class.getName(),
                "" + task.number(),
                task.id(),
                task.bootstrap(),
                task.topic(),
                "" + task.partitions(),
                "" + task.transactions(),
                "" + seed)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    processes.add(process);
    return new Thread(
        () -> {
          try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(line -> WriterProcess.enter(line, ledger));
          } catch (IOException e) {
            ledger.violated("the old client's process: " + e);
          }
        },
        task.id());
  }

  private void startCopiers() {
    for (int number = 0; number < plan.copiers(); number++) {
      int mine = number;
      List<TopicPartition> own =
          plan.copiersSubscribe()
              ? List.of()
              : input.stream().filter(each -> each.partition() % plan.copiers() == mine).toList();
      Copier copier =
          new Copier(
              new Copier.Task("copier-" + number, bootstrap, INPUT, OUTPUT, own),
              random.nextLong(),
              acknowledged);
      copiers.add(copier);
      copier.start();
    }
  }

  private int transactions() {
    return (plan.writers() + plan.oldWriters()) * plan.transactions();
  }

  /** The deeds, spread over the transactions. */
  private void hurt() throws Exception {
    for (int done = 0; done < plan.deeds().size(); done++) {
      int due = (int) (transactions() * (done + random.nextDouble()) / (plan.deeds().size() + 0.5));
      Await.until(
          due + " transactions are done",
          Duration.ofMinutes(3),
          () -> ledger.count() >= due || writers.stream().noneMatch(Thread::isAlive),
          () -> "but " + ledger.count() + " by " + writers);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(40)));
      hurt(plan.deeds().get(done));
    }
  }

  private void hurt(Deed deed) throws Exception {
    switch (deed) {
      case KILL -> Target.restart(broker);
      case PAUSE -> {
        signal("-STOP");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(2_500)));
        signal("-CONT");
      }
      case CUT_ALL -> proxy.cutAll();
      case RAISE_LEVEL -> {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
          level(admin, (short) 2, FeatureUpdate.UpgradeType.UPGRADE);
        }
      }
    }
  }

  private void signal(String signal) throws Exception {
    int exit = new ProcessBuilder("kill", signal, "" + broker.pid()).start().waitFor();
    if (exit != 0) {
      throw new IllegalStateException("kill " + signal + " ends with " + exit);
    }
  }

  private void check(LiveReader live, List<TopicPartition> all) throws Exception {
    Ends ends = new Ends(bootstrap, patience);
    HistoryChecker checker = new HistoryChecker(ledger);
    ends.awaitStable(input);
    copiers.forEach(Copier::calm);
    Map<TopicPartition, Long> copied = ends.awaitCopied(input, Copier.group(OUTPUT));
    for (Copier copier : copiers) {
      copier.finish();
    }
    ends.awaitStable(output);
    Readings first = Readings.whole(bootstrap, all, Map.of());
    checker.checkAgreement("live reader and reader", live.finish(), first, all);
    checker.checkTransactions(first, input);
    for (int at = 0; at < PARTITIONS; at++) {
      TopicPartition from = input.get(at);
      checker.checkCopy(
          first.of(from),
          first.of(output.get(at)),
          from,
          copied.get(from),
          acknowledged.getOrDefault(from, 0L));
    }
    if (!ledger.violations().isEmpty()) {
      return;
    }
    Target.restart(broker);
    Readings second =
        Readings.whole(
            bootstrap, all, Map.of("max.partition.fetch.bytes", 500, "max.poll.records", 7));
    checker.checkAgreement("readers before and after a kill", first, second, all);
    checker.checkAgreement("readers after and before a kill", second, first, all);
  }

  /** Ends what is left of it. */
  void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
