package io.barnabas.coordinator;

/** An internal partition cannot be read or written; the shard stays unloaded or is loaded again. */
public class CoordinatorLogException extends RuntimeException {

  public CoordinatorLogException(String message, Throwable cause) {
    super(message, cause);
  }

  public CoordinatorLogException(String message) {
    super(message);
  }
}
