package io.barnabas.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForwardRulesTest {

  private static ForwardRules rules(String... overrides) {
    ListenerConfig config =
        ListenerConfig.from(new SettingsLoader().overrides(List.of(overrides)).load());
    return config.reached().get("PLAINTEXT");
  }

  private static @Nullable String told(ForwardRules rules, String client) throws Exception {
    ForwardRule rule = rules.find(InetAddress.getByName(client));
    return rule == null ? null : rule.host() + ":" + rule.port();
  }

  @Test
  void shouldUseTheFirstRuleThatFits() throws Exception {
    ForwardRules rules =
        rules(
            "barnabas.advertised.forwards="
                + "10.1.2.3=one:1, 10.1.0.0/16=[fd00::9]:2,10.0.0.0/9=reached,fd00:1::/32=six,"
                + "any=broker.example:19092");

    assertEquals("one:1", told(rules, "10.1.2.3"));
    assertEquals("fd00::9:2", told(rules, "10.1.2.4"));
    assertEquals(":0", told(rules, "10.127.0.1"));
    assertEquals("broker.example:19092", told(rules, "10.128.0.1"));
    assertEquals("six:0", told(rules, "fd00:1:2::1"));
    assertEquals("broker.example:19092", told(rules, "fd00:2::1"));
  }

  @Test
  void shouldPreferTheRulesOfTheListener() throws Exception {
    ForwardRules rules =
        rules(
            "barnabas.advertised.forwards=any=all",
            "listener.name.plaintext.barnabas.advertised.forwards=any=mine:1");

    assertEquals("mine:1", told(rules, "10.1.2.3"));
  }

  @Test
  void shouldHaveNoneUnlessTheyAreGiven() throws Exception {
    assertNull(told(rules(), "10.1.2.3"));
    assertEquals(ForwardRules.NONE, rules("advertised.listeners=auto"));
    assertNull(rules("advertised.listeners=PLAINTEXT://broker.example:9092"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "any",
        "10.0.0.0/33=x",
        "10.0.0/8=x",
        "any=x:99999",
        "any=x:published",
        "nowhere=x",
        "any=a b"
      })
  void shouldRefuseWhatItCannotUnderstand(String rule) {
    ConfigException refusal =
        assertThrows(
            ConfigException.class, () -> rules("barnabas.advertised.forwards=any=a," + rule));

    assertTrue(
        String.valueOf(refusal.getMessage()).contains("barnabas.advertised.forwards"),
        refusal.getMessage());
  }

  @Test
  void shouldFindTheGatewayInTheKernelsTable() throws Exception {
    List<AddressRange> gateways =
        DefaultGateways.parse(
            List.of(
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU",
                "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0",
                "eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0"),
            List.of(
                "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
                    + " fd000000000000000000000000000001 00000400 00000001 00000000 00000003 eth0",
                "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
                    + " 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200 lo"));

    assertEquals(
        List.of(AddressRange.parse("172.17.0.1"), AddressRange.parse("fd00::1")), gateways);
  }
}
