package io.barnabas.compat.sasl;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Settings of brokers with SASL and of their clients, as their documentation has them. */
final class SaslSettings {
  static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";
  static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
  static final String OAUTH_MODULE =
      "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

  private SaslSettings() {}

  /** A broker with one listener, on which admin and alice have passwords for PLAIN. */
  static Map<String, String> broker(int port, String mechanisms) {
    Map<String, String> settings = new HashMap<>();
    settings.put("listeners", "SASL_PLAINTEXT://127.0.0.1:" + port);
    settings.put("security.inter.broker.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    settings.put("sasl.enabled.mechanisms", mechanisms);
    settings.put(
        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
        PLAIN_MODULE
            + " required username=\"admin\" password=\"admin-secret\""
            + " user_admin=\"admin-secret\" user_alice=\"alice-secret\";");
    for (String scram : new String[] {"scram-sha-256", "scram-sha-512"}) {
      settings.put(
          "listener.name.sasl_plaintext." + scram + ".sasl.jaas.config",
          SCRAM_MODULE + " required;");
    }
    settings.put(
        "listener.name.sasl_plaintext.oauthbearer.sasl.jaas.config", OAUTH_MODULE + " required;");
    return settings;
  }

  /** A client that proves itself by a name and a password. */
  static Map<String, Object> client(String mechanism, String user, String password) {
    return client(
        mechanism,
        (mechanism.equals("PLAIN") ? PLAIN_MODULE : SCRAM_MODULE)
            + " required username=\""
            + user
            + "\" password=\""
            + password
            + "\";");
  }

  static Map<String, Object> client(String mechanism, String jaas) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("security.protocol", "SASL_PLAINTEXT");
    settings.put("sasl.mechanism", mechanism);
    settings.put("sasl.jaas.config", jaas);
    return settings;
  }

  /** The same as lines of a property file. */
  static Properties file(Map<String, Object> client) {
    Properties properties = new Properties();
    properties.putAll(client);
    return properties;
  }
}
