package io.barnabas.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs tests with a broker. On a class: one for all its tests, those of nested classes as well. On
 * a method: one for this test alone. Tests take as parameters a {@link
 * io.barnabas.testkit.Barnabas}, its {@link io.barnabas.testkit.Faults}, its {@link
 * io.barnabas.testkit.TestClock}, and its address as a String that is marked {@link
 * BootstrapServers}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(BarnabasExtension.class)
public @interface BarnabasTest {

  /** Topics to be there at the start: {@code name} or {@code name:partitions}. */
  String[] topics() default {};

  /** Broker settings: {@code name=value}. */
  String[] properties() default {};

  /** Whether data is kept in memory, where the machine can. */
  boolean inMemory() default false;

  /** Whether each test of the class has a broker of its own. */
  boolean perMethod() default false;
}
