package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.WireConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A broker process on a directory that may have been used before. */
final class RunningBroker implements AutoCloseable {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long START_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Process process;
  private final int port;
  private final long start;

  private RunningBroker(Process process, int port, long start) {
    this.process = process;
    this.port = port;
    this.start = start;
  }

  static RunningBroker start(Contender contender, Path home, int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(contender.command(home, port))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("broker.log").toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    return new RunningBroker(builder.start(), port, start);
  }

  /** Something to ask a broker that may not be there yet. */
  interface Request<T> {
    T send(WireConnection connection) throws IOException;
  }

  /** Tries until it succeeds. */
  <T> T serve(Request<T> request) throws IOException {
    while (true) {
      try (WireConnection connection = new WireConnection(port)) {
        return request.send(connection);
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() - start > START_LIMIT_NANOS) {
          throw new IOException("the broker does not start", notYet);
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  /** A piece of load. */
  interface Load {
    Object run() throws Exception;
  }

  /**
   * Repeats a load until it has cost the broker so many processor seconds: one that mostly waits is
   * not warm after the same time of the clock.
   */
  void warmUp(double cpuSeconds, Load load) throws Exception {
    double end = proc().cpuSeconds() + cpuSeconds;
    while (proc().cpuSeconds() < end) {
      load.run();
    }
  }

  /** Since the process was started. */
  double elapsedMs() {
    return (System.nanoTime() - start) / 1e6;
  }

  ProcFile proc() {
    return new ProcFile(process.pid());
  }

  int port() {
    return port;
  }

  /** As {@code kill} does; returns the ms until the process has gone. */
  double stop() throws InterruptedException {
    long before = System.nanoTime();
    process.destroy();
    process.waitFor();
    return (System.nanoTime() - before) / 1e6;
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
