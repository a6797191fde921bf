package io.barnabas.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Time, threads, randomness and files come in through constructors, so that a whole broker can run
 * in a simulated world and several can run in one JVM.
 */
@AnalyzeClasses(packages = "io.barnabas", importOptions = DoNotIncludeTests.class)
final class AdaptersOnlyTest {

  /**
   * Where the real world is handed in: the composition root and that of tests, the command line,
   * the log, build tools.
   */
  private static final String[] ROOTS = {
    "io.barnabas.server",
    "io.barnabas.server.cli..",
    "io.barnabas.server.logging..",
    "io.barnabas.testkit..",
    "io.barnabas.benchmarks..",
    "io.barnabas.codec.generator.."
  };

  @ArchTest
  static final ArchRule clocksAreInjected =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOTS)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethodWhere(
              target(name("now")).and(target(owner(assignableTo(java.time.Instant.class)))))
          .orShould()
          .callMethodWhere(
              target(name("system"))
                  .and(target(owner(assignableTo(java.time.InstantSource.class)))));

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.barnabas.benchmarks..")
          .should()
          .callMethodWhere(target(name("sleep")).and(target(owner(assignableTo(Thread.class)))));

  @ArchTest
  static final ArchRule threadsAreInjected =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOTS)
          .should()
          .callConstructorWhere(target(owner(assignableTo(Thread.class))))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.concurrent.ThreadPoolExecutor.class);

  @ArchTest
  static final ArchRule randomnessIsInjected =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOTS)
          .should()
          .callConstructorWhere(target(owner(assignableTo(java.util.Random.class))))
          .orShould()
          .callMethodWhere(target(name("random")).and(target(owner(assignableTo(Math.class)))))
          .orShould()
          .callMethodWhere(target(name("randomUUID")));

  @ArchTest
  static final ArchRule filesAreOpenedByTheFileLayer =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.barnabas.storage.file..",
              "io.barnabas.server.cli..",
              "io.barnabas.server.config..",
              "io.barnabas.testkit..",
              "io.barnabas.benchmarks..",
              "io.barnabas.codec.generator..")
          .should()
          .callMethodWhere(
              target(name("open"))
                  .and(target(owner(assignableTo(java.nio.channels.FileChannel.class)))))
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.io.RandomAccessFile.class)
          .orShould()
          .callMethodWhere(target(owner(assignableTo(java.nio.file.Files.class))));

  @ArchTest
  static final ArchRule nothingMutableIsStatic =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.barnabas.benchmarks..")
          .should()
          .beFinal()
          .because("several brokers run in one JVM");

  @ArchTest
  static final ArchRule noStaticCollectionsThatChange =
      fields()
          .that()
          .areStatic()
          .should()
          .notHaveRawType(java.util.HashMap.class)
          .andShould()
          .notHaveRawType(java.util.ArrayList.class)
          .andShould()
          .notHaveRawType(java.util.concurrent.ConcurrentHashMap.class)
          .andShould()
          .notHaveRawType(java.util.concurrent.atomic.AtomicLong.class)
          .andShould()
          .notHaveRawType(java.util.concurrent.atomic.AtomicInteger.class)
          .andShould()
          .notHaveRawType(java.util.concurrent.atomic.AtomicBoolean.class)
          .andShould()
          .notHaveRawType(java.util.concurrent.atomic.AtomicReference.class);
}
