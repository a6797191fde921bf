package io.barnabas.transaction.rule;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionSizeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders-.*",
        "(orders|payments)-[0-9]{1,5}",
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "a\\{1000000\\}",
        "[{1000}]{2}",
        "[]{}]x",
        "(((((a)))))*",
        "a{1000}",
        "a|b|c{,",
        ")"
      })
  void shouldTakeWhatMeansWell(String expression) {
    assertTrue(ExpressionSize.isDecent(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{100}){100}",
        "((a{1000}){1000}){1000}",
        "(?:(?:a{2,50}b){1,50})?",
        "a{999999999999999999}",
        "(a{10}b{10}c{10}){40}",
        "a{1001}"
      })
  void shouldRefuseWhatUnfoldsWithoutEnd(String expression) {
    assertFalse(ExpressionSize.isDecent(expression));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a", "(a{2}", "["})
  void shouldRefuseWhatIsDeepOrLong(String piece) {
    assertFalse(ExpressionSize.isDecent(piece.repeat(11_000)));
  }
}
