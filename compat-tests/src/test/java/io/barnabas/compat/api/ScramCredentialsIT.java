package io.barnabas.compat.api;

import static io.barnabas.compat.harness.Clients.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.errors.UnacceptableCredentialException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Credentials of users: kept, and never told. */
@ExtendWith(BrokersExtension.class)
final class ScramCredentialsIT {
  private static final ScramMechanism SHA_256 = ScramMechanism.SCRAM_SHA_256;

  @Test
  void shouldKeepCredentialsOverARestart(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    ScramCredentialInfo info = new ScramCredentialInfo(SHA_256, 8192);
    try (Admin admin = Clients.admin(broker)) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion("alice", info, "secret"),
                  new UserScramCredentialUpsertion("bob", info, "secret")))
          .all()
          .get();
      admin
          .alterUserScramCredentials(List.of(new UserScramCredentialDeletion("bob", SHA_256)))
          .all()
          .get();
      assertInstanceOf(
          ResourceNotFoundException.class,
          failure(
              admin
                  .alterUserScramCredentials(
                      List.of(new UserScramCredentialDeletion("bob", SHA_256)))
                  .all()));
      assertInstanceOf(
          UnacceptableCredentialException.class,
          failure(
              admin
                  .alterUserScramCredentials(
                      List.of(
                          new UserScramCredentialUpsertion(
                              "carl", new ScramCredentialInfo(SHA_256, 100), "secret")))
                  .all()));
    }
    broker.stop();
    broker.start();
    try (Admin admin = Clients.admin(broker)) {
      var described = admin.describeUserScramCredentials();
      assertEquals(List.of("alice"), described.users().get());
      assertEquals(List.of(info), described.description("alice").get().credentialInfos());
    }
  }
}
