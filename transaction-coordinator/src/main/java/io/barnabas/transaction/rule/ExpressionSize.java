package io.barnabas.transaction.rule;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large an automaton a regular expression of a client becomes, about and rather too much than
 * too little. The library unfolds what is counted, {@code (a{1000}){1000}} to a million pieces,
 * without a bound, and goes down into parentheses by recursion: thirty characters would take all
 * memory there is. One use, one thread.
 */
final class ExpressionSize {
  /** What one that means well does not come near. */
  private static final int SIZE_MAX = 1000;

  private static final int LENGTH_MAX = 10_000;
  private static final int DEPTH_MAX = 100;

  private final String expression;
  private final Deque<Long> around = new ArrayDeque<>();
  private int at;

  /** Of what stands beside each other where we are, and of the last piece of it. */
  private long size;

  private long last;

  private ExpressionSize(String expression) {
    this.expression = expression;
  }

  /** Whether an expression may be compiled; whether it is one is not looked at. */
  static boolean isDecent(String expression) {
    return expression.length() <= LENGTH_MAX && new ExpressionSize(expression).isDecent();
  }

  private boolean isDecent() {
    while (at < expression.length() && size <= SIZE_MAX && around.size() <= DEPTH_MAX) {
      char c = expression.charAt(at++);
      switch (c) {
        case '(' -> {
          around.push(size);
          size = 0;
          last = 0;
        }
        case ')' -> {
          long inside = size + 1;
          size = around.isEmpty() ? size : around.pop();
          piece(inside);
        }
        case '[' -> {
          skipClass();
          piece(1);
        }
        case '\\' -> {
          at++;
          piece(1);
        }
        case '{' -> repeat(count());
        default -> piece(1);
      }
    }
    return size <= SIZE_MAX && around.size() <= DEPTH_MAX;
  }

  private void piece(long pieceSize) {
    last = pieceSize;
    size += pieceSize;
  }

  private void repeat(long times) {
    size += last * (Math.max(1, times) - 1);
    last *= Math.max(1, times);
  }

  /** The greatest number in braces; whatever is behind them is read on. */
  private long count() {
    long greatest = 0;
    long number = 0;
    while (at < expression.length() && expression.charAt(at) != '}') {
      char c = expression.charAt(at++);
      number = c >= '0' && c <= '9' ? Math.min(SIZE_MAX + 1, number * 10 + c - '0') : 0;
      greatest = Math.max(greatest, number);
    }
    at++;
    return greatest;
  }

  private void skipClass() {
    int first = at;
    while (at < expression.length() && (expression.charAt(at) != ']' || at == first)) {
      at += expression.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }
}
