package io.barnabas.compat.cost;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The bytes of heap that the threads of another JVM have asked for since they began. */
final class HeapCounter implements AutoCloseable {
  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private HeapCounter(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            connector.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class);
  }

  static HeapCounter attach(long pid) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      return new HeapCounter(
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
    } finally {
      machine.detach();
    }
  }

  long bytes() {
    long[] ids = threads.getAllThreadIds();
    long[] allocated = threads.getThreadAllocatedBytes(ids);
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long sum = 0;
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && allocated[i] > 0 && !isOurDoing(infos[i].getThreadName())) {
        sum += allocated[i];
      }
    }
    return sum;
  }

  /** Threads that only answer these questions. */
  private static boolean isOurDoing(String name) {
    return name.startsWith("RMI ") || name.startsWith("JMX ") || name.startsWith("Attach ");
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
