package io.barnabas.server.metrics.jmx;

import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an MBean for every metric there is. Values are read when they are asked for; rates, and
 * which MBeans there are, follow every {@link Rates#TICK_SECONDS}. One thread at a time.
 */
public final class JmxBeans implements MetricSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JmxBeans.class);

  /** Apache Kafka has shares here as rates of time. */
  private static final String HANDLERS = "KafkaRequestHandlerPool";

  /** What is never told as a whole number. */
  private static final Pattern MEASURED =
      Pattern.compile("(Percent|-rate|-avg|-max|-time|-p[0-9]+|^tokens)$");

  private final MBeanServer server;
  private final List<? extends MetricSource> sources;
  private final LongSupplier nanoTime;
  private final Map<String, MetricBean> beans = new HashMap<>();
  private final Map<String, Rates> rates = new HashMap<>();
  private final Map<String, LongSupplier> counts = new HashMap<>();
  private final Map<String, DoubleSupplier> shares = new HashMap<>();
  private final Set<String> found = new HashSet<>();

  /**
   * No MBeans yet.
   *
   * @param nanoTime the monotonic clock
   */
  public JmxBeans(MBeanServer server, List<? extends MetricSource> sources, LongSupplier nanoTime) {
    this.server = server;
    this.sources = sources;
    this.nanoTime = nanoTime;
  }

  /** Registers what is new, takes away what is gone, and brings rates up to date. */
  public void refresh() {
    found.clear();
    sources.forEach(source -> source.collect(this));
    for (String name : List.copyOf(beans.keySet())) {
      if (!found.contains(name)) {
        remove(name);
      }
    }
    long now = nanoTime.getAsLong();
    counts.forEach((name, count) -> tick(name, count, now));
    shares.forEach((name, share) -> sample(name, share));
  }

  private void sample(String name, DoubleSupplier share) {
    Rates known = rates.get(name);
    if (known != null) {
      known.sample(share.getAsDouble());
    }
  }

  private void tick(String name, LongSupplier count, long now) {
    Rates known = rates.get(name);
    if (known != null) {
      known.tick(count.getAsLong(), now);
    }
  }

  private void remove(String name) {
    beans.remove(name);
    rates.remove(name);
    counts.remove(name);
    shares.remove(name);
    try {
      server.unregisterMBean(BeanNames.parsed(name));
    } catch (JMException e) {
      LOG.debug("{} was not there", name, e);
    }
  }

  private MetricBean bean(String name) {
    found.add(name);
    return beans.computeIfAbsent(name, this::register);
  }

  private MetricBean register(String name) {
    MetricBean bean = new MetricBean();
    try {
      server.registerMBean(bean, BeanNames.parsed(name));
    } catch (JMException e) {
      LOG.debug("{} is there already, of another broker in this process", name, e);
    }
    return bean;
  }

  @Override
  public void gauge(MetricFamily family, Tags tags, DoubleSupplier value) {
    boolean measured = MEASURED.matcher(family.name()).find();
    String name = BeanNames.of(family, tags);
    MetricBean bean = bean(name);
    bean.put(attribute(family), () -> number(value.getAsDouble(), measured));
    if (family.type().equals(HANDLERS)) {
      shares.put(name, value);
      addRates(name, bean, 0);
    }
  }

  private static String attribute(MetricFamily family) {
    return family.kind() == MetricFamily.Kind.ATTRIBUTE ? family.name() : "Value";
  }

  private static Object number(double value, boolean measured) {
    return measured || value != Math.rint(value) ? (Object) value : (Object) (long) value;
  }

  @Override
  public void text(MetricFamily family, Tags tags, Supplier<String> value) {
    bean(BeanNames.of(family, tags)).put(attribute(family), value::get);
  }

  @Override
  public void meter(MetricFamily family, Tags tags, LongSupplier count) {
    String name = BeanNames.of(family, tags);
    MetricBean bean = bean(name);
    bean.put("Count", count::getAsLong);
    addRates(name, bean, count);
  }

  private void addRates(String name, MetricBean bean, LongSupplier count) {
    counts.put(name, count);
    addRates(name, bean, count.getAsLong());
  }

  private void addRates(String name, MetricBean bean, long count) {
    if (!rates.containsKey(name)) {
      Rates made = new Rates(count, nanoTime.getAsLong());
      rates.put(name, made);
      bean.put("EventType", () -> "events");
      bean.put("RateUnit", () -> "SECONDS");
      bean.put("MeanRate", made::mean);
      bean.put("OneMinuteRate", made::oneMinute);
      bean.put("FiveMinuteRate", made::fiveMinutes);
      bean.put("FifteenMinuteRate", made::fifteenMinutes);
    }
  }

  @Override
  public void histogram(MetricFamily family, Tags tags, Supplier<HistogramReading> reading) {
    String name = BeanNames.of(family, tags);
    MetricBean bean = bean(name);
    Glance<HistogramReading> glance = new Glance<>(reading, nanoTime);
    bean.put("Count", () -> glance.get().count());
    bean.put("Max", () -> glance.get().max());
    bean.put("Mean", () -> glance.get().mean());
    bean.put("Min", () -> glance.get().min());
    bean.put("StdDev", () -> glance.get().deviation());
    bean.put("50thPercentile", () -> glance.get().quantile(0.5));
    bean.put("75thPercentile", () -> glance.get().quantile(0.75));
    bean.put("95thPercentile", () -> glance.get().quantile(0.95));
    bean.put("98thPercentile", () -> glance.get().quantile(0.98));
    bean.put("99thPercentile", () -> glance.get().quantile(0.99));
    bean.put("999thPercentile", () -> glance.get().quantile(0.999));
    if (family.kind() == MetricFamily.Kind.TIMER) {
      addRates(name, bean, () -> glance.get().count());
      bean.put("LatencyUnit", () -> "MILLISECONDS");
    }
  }

  /** Takes all MBeans away. */
  @Override
  public void close() {
    List.copyOf(beans.keySet()).forEach(this::remove);
  }
}
