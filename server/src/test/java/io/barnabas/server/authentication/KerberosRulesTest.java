package io.barnabas.server.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KerberosRulesTest {

  @Test
  void shouldTakeTheFirstPartOfNamesOfTheOwnRealm() {
    KerberosRules rules = new KerberosRules("EXAMPLE.COM", List.of("DEFAULT"));

    assertEquals("alice", rules.user("alice@EXAMPLE.COM"));
    assertEquals("kafka", rules.user("kafka/host@EXAMPLE.COM"));
    assertEquals("alice", rules.user("alice"));
    assertNull(rules.user("alice@OTHER.COM"));
    assertNull(rules.user("a/b/c@EXAMPLE.COM"));
  }

  @Test
  void shouldRewriteByRules() {
    KerberosRules rules =
        new KerberosRules(
            "EXAMPLE.COM",
            List.of(
                "RULE:[1:$1](App\\..*)s/App\\.(.*)/$1/g/L",
                "RULE:[2:$1](admin)s/^.*$/root/",
                "RULE:[2:$1@$2]s/@.*//g",
                "RULE:[1:$1@$0](.*@OTHER.COM)s/@.*///U",
                "DEFAULT"));

    assertEquals("service", rules.user("App.Service@EXAMPLE.COM"));
    assertEquals("root", rules.user("admin/host@EXAMPLE.COM"));
    assertEquals("bob", rules.user("bob/host@ELSEWHERE.COM"));
    assertEquals("EVE", rules.user("eve@OTHER.COM"));
    assertEquals("alice", rules.user("alice@EXAMPLE.COM"));
    assertNull(rules.user("alice@ELSEWHERE.COM"));
  }

  @Test
  void shouldNotMakeNamesThatAreNone() {
    assertNull(new KerberosRules("A", List.of("RULE:[1:$1@$0]")).user("alice@A"));
    assertNull(new KerberosRules("A", List.of("RULE:[1:$2]")).user("alice@A"));
  }

  @Test
  void shouldRefuseWhatIsNoRule() {
    for (String text : List.of("default", "RULE:[1:$1", "RULE:[1:$1](*)", "RULE:[1:$1]s/a/b/x")) {
      assertThrows(
          IllegalArgumentException.class, () -> new KerberosRules("A", List.of(text)), text);
    }
  }
}
