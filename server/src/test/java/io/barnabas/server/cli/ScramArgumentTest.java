package io.barnabas.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.config.ConfigException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramArgumentTest {
  private static ScramArgument parse(String pairs) {
    return ScramArgument.parse("SCRAM-SHA-256=[" + pairs + "]", new Random(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=alice",
        "name=,password=p",
        "name=alice,password=",
        "name=alice,password=p,salt=",
        "name=alice,password=p,salt=?",
        "name=alice,password=p,iterations=1",
        "name=alice,password=p,iteration=8192",
        "name=alice,saltedpassword=,salt=c2FsdA==",
        "name=alice,saltedpassword=c2FsdA==",
        "name=alice,password=hidden,saltedpassword=c2FsdA==,salt=c2FsdA=="
      })
  void shouldRefuseWhatCannotBeMeant(String pairs) {
    String told = assertThrows(ConfigException.class, () -> parse(pairs)).getMessage();

    assertTrue(told.startsWith("Invalid value for --add-scram: expected "), told);
    assertTrue(!told.contains("hidden"), told);
  }

  @Test
  void shouldSaltLikeEverybodyElse() {
    String salt = parse("name=alice,password=p").credential().salt().toUtf8();

    assertTrue(salt.matches("[0-9a-z]{20,26}"), salt);
    assertEquals("salt", parse("name=alice,password=p,salt=c2FsdA==").credential().salt().toUtf8());
  }
}
