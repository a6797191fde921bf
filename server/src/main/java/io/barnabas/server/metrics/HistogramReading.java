package io.barnabas.server.metrics;

import org.HdrHistogram.AbstractHistogram;

/**
 * A distribution at one moment.
 *
 * @param count how many there were since the start
 * @param recent those of the last minutes; nobody records into it any more
 * @param unit what one of its units is in the metric's unit
 */
public record HistogramReading(long count, AbstractHistogram recent, double unit) {

  /** The value that a share of all lies below, right within 6 %. */
  public double quantile(double share) {
    return recent.getTotalCount() == 0
        ? 0
        : Math.min(recent.getValueAtPercentile(share * 100), recent.getMaxValue()) * unit;
  }

  public double mean() {
    return recent.getTotalCount() == 0 ? 0 : recent.getMean() * unit;
  }

  public double deviation() {
    return recent.getTotalCount() == 0 ? 0 : recent.getStdDeviation() * unit;
  }

  public double max() {
    return recent.getTotalCount() == 0 ? 0 : recent.getMaxValue() * unit;
  }

  public double min() {
    return recent.getTotalCount() == 0 ? 0 : recent.getMinValue() * unit;
  }
}
