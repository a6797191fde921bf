package io.barnabas.server.metrics.source;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.storage.file.ProcessNotes;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;

/**
 * The process, under the names that Prometheus' own collectors use. Not for JMX, where the JVM
 * tells of itself.
 */
public final class JvmSource implements MetricSource {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final double KIBI = 1024;
  private static final MetricFamily USED = jvm("memory", "used_bytes", "Memory in use.");
  private static final MetricFamily COMMITTED =
      jvm("memory", "committed_bytes", "Memory taken from the system.");
  private static final MetricFamily MAX = jvm("memory", "max_bytes", "Memory that may be taken.");
  private static final MetricFamily POOLS =
      jvm("buffer_pool", "used_bytes", "Memory in buffers outside of the heap.");
  private static final MetricFamily THREADS = jvm("threads", "current", "Threads.");
  private static final MetricFamily DAEMONS = jvm("threads", "daemon", "Threads that end alone.");
  private static final MetricFamily MOST = jvm("threads", "peak", "The most there were.");
  private static final MetricFamily LOCKED =
      jvm("threads", "deadlocked", "Threads that wait for each other for ever.");
  private static final MetricFamily CLASSES = jvm("classes", "loaded", "Classes in memory.");
  private static final MetricFamily COLLECTIONS =
      jvm("gc", "collection_seconds_count", "Collections of garbage.");
  private static final MetricFamily COLLECTING =
      jvm("gc", "collection_seconds_sum", "Time spent collecting garbage.");
  private static final MetricFamily CPU =
      MetricFamily.attribute("process", "cpu", "seconds-total", "Processor time used.");

  private static final MetricFamily RESIDENT =
      MetricFamily.gauge("process", "resident", "memory_bytes", "Memory the process has in use.");
  private static final MetricFamily BEGAN =
      MetricFamily.gauge("process", "start", "time_seconds", "When it was started, in Unix time.");
  private static final MetricFamily FILES =
      MetricFamily.gauge("process", "open", "fds", "Files and connections that are open.");
  private static final MetricFamily FILES_MAX =
      MetricFamily.gauge("process", "max", "fds", "Files and connections that may be open.");

  private final ProcessNotes status = ProcessNotes.status();

  private static MetricFamily jvm(String type, String name, String help) {
    return MetricFamily.gauge("jvm", type, name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    tell(sink, "heap", memory.getHeapMemoryUsage());
    tell(sink, "nonheap", memory.getNonHeapMemoryUsage());
    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
        .forEach(pool -> sink.gauge(POOLS, Tags.of("pool", pool.getName()), pool::getMemoryUsed));
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    sink.gauge(THREADS, Tags.NONE, threads::getThreadCount);
    sink.gauge(DAEMONS, Tags.NONE, threads::getDaemonThreadCount);
    sink.gauge(MOST, Tags.NONE, threads::getPeakThreadCount);
    sink.gauge(LOCKED, Tags.NONE, () -> deadlocked(threads));
    sink.gauge(CLASSES, Tags.NONE, ManagementFactory.getClassLoadingMXBean()::getLoadedClassCount);
    for (GarbageCollectorMXBean each : ManagementFactory.getGarbageCollectorMXBeans()) {
      Tags tags = Tags.of("gc", each.getName());
      sink.gauge(COLLECTIONS, tags, each::getCollectionCount);
      sink.gauge(COLLECTING, tags, () -> each.getCollectionTime() / MILLIS);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      sink.gauge(CPU, Tags.NONE, () -> system.getProcessCpuTime() / NANOS);
      if (system instanceof UnixOperatingSystemMXBean unix) {
        sink.gauge(FILES, Tags.NONE, unix::getOpenFileDescriptorCount);
        sink.gauge(FILES_MAX, Tags.NONE, unix::getMaxFileDescriptorCount);
      }
    }
    sink.gauge(
        BEGAN, Tags.NONE, () -> ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
    long resident = status.number("VmRSS");
    if (resident >= 0) {
      sink.gauge(RESIDENT, Tags.NONE, () -> resident * KIBI);
    }
  }

  private static int deadlocked(ThreadMXBean threads) {
    long[] found = threads.findDeadlockedThreads();
    return found == null ? 0 : found.length;
  }

  private static void tell(MetricSink sink, String area, MemoryUsage usage) {
    Tags tags = Tags.of("area", area);
    sink.gauge(USED, tags, usage::getUsed);
    sink.gauge(COMMITTED, tags, usage::getCommitted);
    sink.gauge(MAX, tags, usage::getMax);
  }
}
