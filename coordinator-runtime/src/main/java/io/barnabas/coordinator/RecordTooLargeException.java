package io.barnabas.coordinator;

/**
 * A batch exceeds what the internal partition takes. Carries no stack trace: a client can cause it.
 */
public final class RecordTooLargeException extends CoordinatorLogException {

  public RecordTooLargeException(String message) {
    super(message);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
