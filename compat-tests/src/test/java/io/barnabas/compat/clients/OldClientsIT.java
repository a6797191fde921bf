package io.barnabas.compat.clients;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokersExtension.class)
final class OldClientsIT {
  private final BrokerProcess broker;

  OldClientsIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "2.8", "3.9"})
  void shouldServeClientsOf(String version) throws Exception {
    String classPath =
        ClassPaths.testClasses() + File.pathSeparator + ClassPaths.of("clients-" + version);
    List<String> arguments =
        List.of("roundtrip", broker.bootstrapServers(), Clients.unique("old"), "500");
    try (JavaRun run = JavaRun.start(classPath, ClientDriver.class.getName(), arguments)) {
      run.result().ok().contains("^client " + version).contains("^deleted");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "2.8", "3.9"})
  void shouldServeTransactionsOf(String version) throws Exception {
    String classPath =
        ClassPaths.testClasses() + File.pathSeparator + ClassPaths.of("clients-" + version);
    List<String> arguments =
        List.of(
            broker.bootstrapServers(), Clients.topic(broker, 1), Clients.topic(broker, 1), "200");
    try (JavaRun run = JavaRun.start(classPath, TransactionDriver.class.getName(), arguments)) {
      run.result().ok().contains("^transacted 200");
    }
  }
}
