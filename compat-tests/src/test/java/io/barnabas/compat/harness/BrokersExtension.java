package io.barnabas.compat.harness;

import java.util.Map;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its broker: a {@link BrokerProcess} parameter is one running broker that all tests
 * of the run share and none may stop; a {@link Brokers} parameter makes brokers of the test's own.
 */
public final class BrokersExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(BrokersExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == BrokerProcess.class || type == Brokers.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == Brokers.class) {
      return brokers(context);
    }
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(SharedBroker.class, type -> new SharedBroker(), SharedBroker.class)
        .broker;
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      brokers(context).printOutputs();
      SharedBroker shared =
          context.getRoot().getStore(NAMESPACE).get(SharedBroker.class, SharedBroker.class);
      if (shared != null) {
        shared.brokers.printOutputs();
      }
    }
  }

  private static Brokers brokers(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Brokers.class, type -> new Brokers(), Brokers.class);
  }

  private static final class SharedBroker implements AutoCloseable {
    final Brokers brokers = new Brokers();
    final BrokerProcess broker;

    SharedBroker() {
      try {
        broker = brokers.start(Map.of());
      } catch (Exception e) {
        throw new IllegalStateException("the shared broker does not start", e);
      }
    }

    @Override
    public void close() throws Exception {
      brokers.close();
    }
  }
}
