package io.barnabas.compat.sasl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Ports;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of SASL that cannot work stop the start, in words, and without their secrets. */
@ExtendWith(BrokersExtension.class)
final class RefusedSaslIT {

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "sasl.enabled.mechanisms, DIGEST-MD5, DIGEST-MD5",
    "sasl.enabled.mechanisms, GSSAPI, java.security.auth.login.config",
    "sasl.enabled.mechanisms, OAUTHBEARER, sasl.oauthbearer.jwks.endpoint.url",
    "listener.name.sasl_plaintext.plain.sasl.jaas.config, hidden-secret, login module",
    "listener.name.sasl_plaintext.plain.sasl.jaas.config, org.example.Mine required x=hidden-secret;, org.example.Mine",
    "listener.name.sasl_plaintext.plain.sasl.server.callback.handler.class, org.example.Mine, org.example.Mine",
    "principal.builder.class, org.example.Mine, org.example.Mine",
    "connections.max.reauth.ms, soon, connections.max.reauth.ms",
    "sasl.server.max.receive.size, many, sasl.server.max.receive.size"
  })
  void shouldNameWhatIsWrong(String key, String value, String named, Brokers brokers)
      throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    Map<String, String> settings = SaslSettings.broker(port, "PLAIN");
    settings.put(key, value);
    BrokerProcess broker = brokers.create(port, settings);
    broker.launch();
    assertNotEquals(0, broker.awaitExit());
    assertTrue(broker.output().contains(named), broker::tail);
    assertFalse(broker.output().contains("hidden-secret"), broker::tail);
  }
}
