package io.barnabas.testkit.junit;

import io.barnabas.testkit.Barnabas;
import io.barnabas.testkit.BarnabasBuilder;
import io.barnabas.testkit.Faults;
import io.barnabas.testkit.TestClock;
import io.barnabas.testkit.Topic;
import java.lang.reflect.AnnotatedElement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts and stops brokers around tests. By {@link BarnabasTest}, or registered with a broker to be
 * started: in a static field it is there for all tests of the class, otherwise for each anew.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final BarnabasExtension BROKER =
 *     BarnabasExtension.of(Barnabas.configure().topic("orders", 3));
 * }</pre>
 *
 * <p>Brokers belong to their test classes or tests; those that run at the same time do not meet.
 */
public final class BarnabasExtension
    implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(BarnabasExtension.class);
  private static final String BROKER = "broker";

  private final @Nullable BarnabasBuilder builder;
  private @Nullable Barnabas registered;
  private int users;

  /**
   * A broker of a class or a test. Stores close what they hold after all callbacks of all
   * extensions, so that what those stop at the end still has its broker. JUnit before 5.13 closes
   * nothing but this type.
   */
  @SuppressWarnings("deprecation")
  private record Running(Barnabas broker, Runnable end)
      implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    @Override
    public void close() {
      end.run();
    }
  }

  /** For {@link BarnabasTest}. */
  public BarnabasExtension() {
    this.builder = null;
  }

  private BarnabasExtension(BarnabasBuilder builder) {
    this.builder = builder;
  }

  /** An extension to be registered, with a broker that is started by its first use. */
  public static BarnabasExtension of(BarnabasBuilder builder) {
    return new BarnabasExtension(builder);
  }

  /**
   * The broker of a registered extension. Started now if nobody has asked before, so that other
   * extensions may ask before it is this one's turn.
   */
  public synchronized Barnabas broker() {
    if (builder == null) {
      throw new IllegalStateException("tests with @BarnabasTest take their broker as a parameter");
    }
    Barnabas running = registered;
    if (running == null) {
      running = builder.start();
      registered = running;
    }
    return running;
  }

  /** The address of the broker of a registered extension. */
  public String bootstrapServers() {
    return broker().bootstrapServers();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (builder != null) {
      store(context).put(BROKER, enter());
      return;
    }
    BarnabasTest wanted = on(context.getRequiredTestClass());
    if (wanted != null && !wanted.perMethod()) {
      store(context).put(BROKER, start(wanted));
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (builder != null) {
      store(context).put(BROKER, enter());
      return;
    }
    BarnabasTest own = on(context.getRequiredTestMethod());
    BarnabasTest wanted = own == null ? perMethod(context.getRequiredTestClass()) : own;
    if (wanted != null) {
      store(context).put(BROKER, start(wanted));
    }
  }

  /** Classes, nested ones and tests come and go; the last one out stops the broker. */
  private synchronized Running enter() {
    users++;
    return new Running(broker(), this::leave);
  }

  private synchronized void leave() {
    users--;
    Barnabas running = registered;
    if (users == 0 && running != null) {
      registered = null;
      running.close();
    }
  }

  private static @Nullable BarnabasTest on(AnnotatedElement element) {
    return element.getAnnotation(BarnabasTest.class);
  }

  /** What the class says, or the one around it; null unless it wants a broker for each test. */
  private static @Nullable BarnabasTest perMethod(Class<?> testClass) {
    for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
      BarnabasTest wanted = on(each);
      if (wanted != null) {
        return wanted.perMethod() ? wanted : null;
      }
    }
    return null;
  }

  private static Running start(BarnabasTest wanted) {
    BarnabasBuilder builder = Barnabas.configure();
    if (wanted.inMemory()) {
      builder.inMemory();
    }
    for (String topic : wanted.topics()) {
      builder.topic(Topic.parse(topic));
    }
    for (String property : wanted.properties()) {
      int equals = property.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("not name=value: " + property);
      }
      builder.property(property.substring(0, equals).trim(), property.substring(equals + 1).trim());
    }
    Barnabas broker = builder.start();
    return new Running(broker, broker::close);
  }

  /** Registered extensions do not share their brokers, those of annotations do. */
  private ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(builder == null ? NAMESPACE : NAMESPACE.append(this));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Barnabas.class
        || type == Faults.class
        || type == TestClock.class
        || type == String.class && parameter.isAnnotated(BootstrapServers.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Running running = store(context).get(BROKER, Running.class);
    if (running == null) {
      throw new ParameterResolutionException(
          "there is no broker yet: with a broker for each test only tests have one");
    }
    Barnabas broker = running.broker();
    Class<?> type = parameter.getParameter().getType();
    if (type == Barnabas.class) {
      return broker;
    }
    if (type == Faults.class) {
      return broker.faults();
    }
    return type == TestClock.class ? broker.clock() : broker.bootstrapServers();
  }
}
