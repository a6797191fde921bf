package io.barnabas.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of KIP-371 and of Apache Kafka's documentation, and what is odd in its rules. */
final class PrincipalMappingTest {

  private static @org.jspecify.annotations.Nullable String name(String rules, String subject) {
    return PrincipalMapping.parse(rules).name(subject);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DEFAULT | CN=a,OU=b | CN=a,OU=b",
        "RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/ | CN=svc,OU=ServiceUsers,O=X,C=DE | svc",
        "RULE:^CN=(.*?),OU=(.*?),O=(.*?),C=(.*?)$/$1@$2/L | CN=Admin,OU=Ops,O=X,C=DE | admin@ops",
        "RULE:^.*[Cc][Nn]=([a-zA-Z0-9.]*).*$/$1/U | OU=x,cn=joe.1,O=y | JOE.1",
        "RULE:^CN=none$/x/, DEFAULT | CN=a | CN=a",
        "RULE:^CN=(.*)$/$1\\/x/ | CN=a | a/x",
        "RULE:^CN=(.*)\\/(.*)$/$2/ | CN=a/b | b",
        "RULE:^CN=(.*)$/$1@$4/ | CN=a | a@$4",
        "RULE:^CN=(.*)$/$12/ | CN=a | a2",
        "RULE:^CN=(.*)$/\\$1/ | CN=a | $1",
        "RULE:CN=.*/fixed/ , , DEFAULT | CN=a | fixed"
      })
  void shouldNameByTheFirstRuleThatFits(String rules, String subject, String expected) {
    assertEquals(expected, name(rules, subject));
  }

  @Test
  void shouldNameNobodyWhomNoRuleFits() {
    assertNull(name("RULE:^CN=(.*),OU=x$/$1/", "CN=a,OU=y"));
    assertNull(name("", "CN=a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"RULE:CN=a", "RULE:CN=a/b", "RULE:a/b/X", "NONSENSE", "DEFAULT/L", "RULE:(/b/"})
  void shouldRefuseWhatIsNoRule(String rules) {
    assertThrows(IllegalArgumentException.class, () -> PrincipalMapping.parse(rules));
  }
}
