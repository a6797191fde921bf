package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The setting that lets the old protocol write unverified, changed while the broker runs. */
@ExtendWith(BrokersExtension.class)
final class PartitionVerificationIT {
  private static final String SETTING = "transaction.partition.verification.enable";

  @Test
  void shouldVerifyTheOldProtocolAsTheSettingIsNow(Brokers brokers) throws Exception {
    BrokerProcess broker = Target.start(brokers, Map.of());
    String topic = Clients.topic(broker, 1);
    try (RawConnection connection = new RawConnection(broker.port())) {
      RawProducer.findCoordinators(connection);
      // In a transaction, but not with this partition.
      RawProducer producer = new RawProducer(connection, "hasty", false);
      assertEquals(Errors.NONE, producer.init());
      assertEquals(Errors.TRANSACTION_ABORTABLE, producer.produce(topic, 0, 0, "unverified"));
      set(broker, "false");
      Await.until("not verified", () -> producer.produce(topic, 0, 0, "unverified") == Errors.NONE);
      set(broker, "true");
      RawProducer other = new RawProducer(connection, "hasty too", false);
      assertEquals(Errors.NONE, other.init());
      Await.until(
          "verified again",
          () -> {
            other.init();
            return other.produce(topic, 0, 0, "refused") == Errors.TRANSACTION_ABORTABLE;
          });
    }
  }

  private static void set(BrokerProcess broker, String value) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.BROKER, ""),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry(SETTING, value), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }
}
