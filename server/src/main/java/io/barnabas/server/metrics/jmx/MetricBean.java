package io.barnabas.server.metrics.jmx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import org.jspecify.annotations.Nullable;

/** An MBean that is read only. Attributes are changed by one thread, read by any. */
final class MetricBean implements DynamicMBean {
  private final Map<String, Supplier<Object>> attributes =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /** Says what an attribute is from now on. */
  void put(String name, Supplier<Object> value) {
    attributes.put(name, value);
  }

  @Override
  public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException {
    Supplier<Object> value = attributes.get(name);
    if (value == null) {
      throw new AttributeNotFoundException(name);
    }
    try {
      return value.get();
    } catch (RuntimeException gone) {
      throw new MBeanException(gone, name + " cannot be read");
    }
  }

  @Override
  public AttributeList getAttributes(String[] names) {
    AttributeList list = new AttributeList();
    for (String name : names) {
      try {
        list.add(new Attribute(name, getAttribute(name)));
      } catch (AttributeNotFoundException | MBeanException e) {
        // Left out, as the interface has it.
      }
    }
    return list;
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    MBeanAttributeInfo[] infos;
    synchronized (attributes) {
      infos =
          attributes.keySet().stream()
              .map(
                  name ->
                      new MBeanAttributeInfo(name, Object.class.getName(), "", true, false, false))
              .toArray(MBeanAttributeInfo[]::new);
    }
    return new MBeanInfo(MetricBean.class.getName(), "", infos, null, null, null);
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException("nothing here can be set");
  }

  @Override
  public AttributeList setAttributes(AttributeList list) {
    return new AttributeList();
  }

  @Override
  public @Nullable Object invoke(
      String action, @Nullable Object @Nullable [] parameters, String @Nullable [] signature) {
    throw new UnsupportedOperationException(action);
  }
}
