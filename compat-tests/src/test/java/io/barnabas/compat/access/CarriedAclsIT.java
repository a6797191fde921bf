package io.barnabas.compat.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.Ports;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** ACLs go with the data directory, and hold under whichever broker runs on it. */
@ExtendWith(BrokersExtension.class)
final class CarriedAclsIT {

  @Test
  void shouldEnforceTheAclsOfApacheKafkaAndItOurs(Brokers brokers) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "node.id",
                "1",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "true"));
    BrokerProcess kafka = brokers.create(Distribution.apacheKafka("broker"), port, settings);
    settings.put("log.dirs", kafka.dataDirectory().toString());
    BrokerProcess barnabas = brokers.create(Distribution.barnabas(), port, settings);
    AclBinding first = readBySomebodyElse("first");
    AclBinding second = readBySomebodyElse("second");

    kafka.start();
    try (Admin admin = Clients.admin(kafka)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("first", 1, (short) 1),
                  new NewTopic("second", 1, (short) 1),
                  new NewTopic("third", 1, (short) 1)))
          .all()
          .get();
      admin.createAcls(List.of(first)).all().get();
      sees(kafka, admin, Set.of("second", "third"), Set.of(first));
    }
    kafka.stop();

    barnabas.start();
    try (Admin admin = Clients.admin(barnabas)) {
      sees(barnabas, admin, Set.of("second", "third"), Set.of(first));
      admin.createAcls(List.of(second, first)).all().get();
      sees(barnabas, admin, Set.of("third"), Set.of(first, second));
    }
    barnabas.stop();

    kafka.start();
    try (Admin admin = Clients.admin(kafka)) {
      sees(kafka, admin, Set.of("third"), Set.of(first, second));
      admin.deleteAcls(List.of(second.toFilter())).all().get();
      sees(kafka, admin, Set.of("second", "third"), Set.of(first));
    }
    kafka.stop();
  }

  private static AclBinding readBySomebodyElse(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:somebody", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }

  private static void sees(
      BrokerProcess broker, Admin admin, Set<String> topics, Set<AclBinding> acls)
      throws Exception {
    Await.until(
        "topics " + topics,
        Await.GENEROUS,
        () -> admin.listTopics().names().get().equals(topics),
        broker::tail);
    assertEquals(acls, new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get()));
  }
}
