package io.barnabas.server.network;

import io.barnabas.server.config.Listener;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;

/** A listener that cannot be opened, with the reason of the system: the operator's to solve. */
public final class BindFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The listener that was wanted and why it was not to be had.
   *
   * @param setting names it
   */
  public BindFailedException(String setting, Listener listener, Throwable cause) {
    super(
        "Cannot listen on " + listener + ": " + words(listener, cause) + " in " + setting,
        null,
        false,
        false);
  }

  /** The reason, and what to do, to which the name of the setting is added. */
  private static String words(Listener listener, Throwable cause) {
    if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
      return "no address is known of the host "
          + listener.host()
          + "; name one of this machine, or none for all its addresses,";
    }
    String reason = String.valueOf(cause.getMessage());
    String remedy =
        reason.contains("in use")
            ? "stop the process that has the port, or set another one"
            : reason.contains("ermission denied")
                ? "set a port from 1024 on, or let this user have the others,"
                : "set an address of this machine, or none for all it has,";
    return reason + "; " + remedy;
  }
}
