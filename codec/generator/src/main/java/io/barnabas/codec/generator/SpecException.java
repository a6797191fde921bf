package io.barnabas.codec.generator;

/**
 * A specification that this generator does not understand; better to stop the build than to guess.
 */
final class SpecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SpecException(String message) {
    super(message);
  }
}
