package io.barnabas.server.metrics.jmx;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.Tags;
import java.util.regex.Pattern;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Names of MBeans, as Apache Kafka writes them. */
final class BeanNames {
  private static final Pattern PLAIN = Pattern.compile("[\\w\\-%. \\t]*");

  private BeanNames() {}

  /** The name of the MBean that a metric is, or is an attribute of. */
  static String of(MetricFamily family, Tags tags) {
    StringBuilder name = new StringBuilder(96);
    name.append(family.domain()).append(":type=").append(family.type());
    if (family.kind() != MetricFamily.Kind.ATTRIBUTE) {
      name.append(",name=").append(family.name());
    }
    for (int i = 0; i < tags.count(); i++) {
      name.append(',').append(tags.name(i)).append('=').append(sanitized(tags.value(i)));
    }
    return name.toString();
  }

  private static String sanitized(String value) {
    return !value.isEmpty() && PLAIN.matcher(value).matches() ? value : ObjectName.quote(value);
  }

  static ObjectName parsed(String name) {
    try {
      return new ObjectName(name);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException(name, e);
    }
  }
}
