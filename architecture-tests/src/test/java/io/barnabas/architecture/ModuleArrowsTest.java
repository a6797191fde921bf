package io.barnabas.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows between modules run one way, and each outside world has one module that knows it.
 *
 * <p>Maven's module dependencies already forbid most of this; the rules here also cover libraries
 * that arrive transitively and name the reason when one is broken.
 */
@AnalyzeClasses(packages = "io.barnabas", importOptions = DoNotIncludeTests.class)
final class ModuleArrowsTest {

  @ArchTest
  static final ArchRule codecKnowsNobody =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.storage..",
              "io.barnabas.metadata..",
              "io.barnabas.coordinator..",
              "io.barnabas.group..",
              "io.barnabas.transaction..",
              "io.barnabas.server..")
          .because("codec is the ground floor");

  @ArchTest
  static final ArchRule storageKnowsOnlyCodec =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.codec.message..",
              "io.barnabas.metadata..",
              "io.barnabas.coordinator..",
              "io.barnabas.group..",
              "io.barnabas.transaction..",
              "io.barnabas.server..")
          .because("storage sees batches and its own ports, never requests");

  @ArchTest
  static final ArchRule metadataKnowsOnlyCodec =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.metadata..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.storage..",
              "io.barnabas.coordinator..",
              "io.barnabas.group..",
              "io.barnabas.transaction..",
              "io.barnabas.server..")
          .because("the metadata log reaches the disk through metadata's own port");

  @ArchTest
  static final ArchRule coordinatorRuntimeKnowsOnlyCodec =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.coordinator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.storage..",
              "io.barnabas.metadata..",
              "io.barnabas.group..",
              "io.barnabas.transaction..",
              "io.barnabas.server..");

  @ArchTest
  static final ArchRule groupsKnowOnlyTheirRuntime =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.group..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.storage..", "io.barnabas.metadata..", "io.barnabas.server..")
          .because("the rules of groups have no disk in sight");

  @ArchTest
  static final ArchRule transactionsKnowOnlyTheirRuntime =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.transaction..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.codec.message..",
              "io.barnabas.storage..",
              "io.barnabas.metadata..",
              "io.barnabas.group..",
              "io.barnabas.server..")
          .because("the rules of transactions have neither a disk nor a request in sight");

  /** What consumers embed in a join (ConsumerProtocol*) is data of the group, not a request. */
  @ArchTest
  static final ArchRule groupsKnowNoWireClasses =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.group..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.barnabas.codec.message..")
                  .and(not(simpleNameStartingWith("ConsumerProtocol"))))
          .because("handlers translate; the rules are tested without a request in sight");

  @ArchTest
  static final ArchRule onlyServerKnowsNettyPipelines =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.barnabas.server..", "io.barnabas.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty.channel..", "io.netty.bootstrap..", "io.netty.handler..");

  @ArchTest
  static final ArchRule onlyStorageKnowsRocksDb =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.barnabas.storage.view..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule nobodyKnowsTheTestkit =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.barnabas.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.barnabas.testkit..")
          .because("a broker in service has no faults by script");

  @ArchTest
  static final ArchRule testkitStartsAServer =
      noClasses()
          .that()
          .resideInAPackage("io.barnabas.testkit..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.barnabas.storage..",
              "io.barnabas.coordinator..",
              "io.barnabas.group..",
              "io.barnabas.transaction..")
          .because("it wraps the broker that is in service, and knows nothing of its insides");

  @ArchTest
  static final ArchRule noApacheKafkaCode =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule errorCodesStayAtTheEdge =
      classes()
          .that()
          .haveFullyQualifiedName("io.barnabas.codec.ErrorCode")
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage(
              "io.barnabas.codec..",
              "io.barnabas.server.api..",
              "io.barnabas.server.network..",
              "io.barnabas.testkit..")
          .because("inside, errors are values of the room they arise in");
}
