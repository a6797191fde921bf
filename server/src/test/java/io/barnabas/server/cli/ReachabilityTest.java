package io.barnabas.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.server.config.ListenerConfig;
import io.barnabas.server.config.SettingsLoader;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReachabilityTest {

  private static String said(String... overrides) throws Exception {
    ListenerConfig config =
        ListenerConfig.from(new SettingsLoader().overrides(List.of(overrides)).load());
    List<InetAddress> own =
        List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("fd00::5"));
    return new Reachability(config, own).of(config.advertised());
  }

  @Test
  void shouldNameEveryAddressOfTheMachineWhereAllAreOpen() throws Exception {
    assertEquals(
        "PLAINTEXT://127.0.0.1:9092, [fd00::5]:9092, where each client is told the address it came"
            + " by",
        said("listeners=PLAINTEXT://:9092"));
  }

  @Test
  void shouldSayWhereOnlyThisMachineCanConnect() throws Exception {
    assertEquals(
        "PLAINTEXT://127.0.0.1:9092 from this machine alone",
        said("listeners=PLAINTEXT://127.0.0.1:9092"));
  }

  @Test
  void shouldSayWhatOtherMachinesWillMakeOfALoopbackAddress() throws Exception {
    assertEquals(
        "PLAINTEXT://127.0.0.1:9092, as advertised.listeners says, which to other machines is"
            + " themselves",
        said(
            "listeners=PLAINTEXT://0.0.0.0:9092",
            "advertised.listeners=PLAINTEXT://127.0.0.1:9092"));
  }
}
