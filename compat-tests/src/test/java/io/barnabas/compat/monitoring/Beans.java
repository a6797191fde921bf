package io.barnabas.compat.monitoring;

import java.util.Set;
import java.util.TreeSet;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;

/** The MBeans of a broker without the values of their tags. */
final class Beans {
  private Beans() {}

  /** Domain, type, name and names of tags of each, a space, and each attribute. */
  static Set<String> of(MBeanServerConnection server) throws Exception {
    Set<String> found = new TreeSet<>();
    for (ObjectName bean : server.queryNames(new ObjectName("kafka.*:*"), null)) {
      StringBuilder name = new StringBuilder(bean.getDomain());
      name.append(":type=").append(bean.getKeyProperty("type"));
      String named = bean.getKeyProperty("name");
      if (named != null) {
        name.append(",name=").append(named);
      }
      for (String tag : new TreeSet<>(bean.getKeyPropertyList().keySet())) {
        if (!tag.equals("type") && !tag.equals("name")) {
          name.append(',').append(tag);
        }
      }
      try {
        for (var attribute : server.getMBeanInfo(bean).getAttributes()) {
          found.add(name + " " + attribute.getName());
        }
      } catch (InstanceNotFoundException gone) {
        // A connection that ended.
      }
    }
    return found;
  }
}
