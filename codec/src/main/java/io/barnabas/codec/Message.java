package io.barnabas.codec;

import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;

/**
 * One message of the protocol or one record of an internal topic, as generated from its
 * specification. Implementations are immutable records that stand for all versions of the message:
 * a field that a version does not carry has its default value after reading.
 */
public interface Message {

  /**
   * The number of the API or of the record type; -1 for messages that have none, such as headers.
   */
  short apiKey();

  /** The first version {@link #write} accepts. */
  short lowestSupportedVersion();

  /** The last version {@link #write} accepts, unstable ones included. */
  short highestSupportedVersion();

  /**
   * Appends this message as the version lays it out. Records are not copied: the writer takes its
   * own reference to each.
   *
   * @throws UnsupportedVersionException if the version is out of range, or a field that the version
   *     lacks holds something other than its default and may not be dropped silently
   */
  void write(MessageWriter writer, short version);

  /** For how many milliseconds a response tells its client to wait; 0 for all other messages. */
  default int throttleTimeMs() {
    return 0;
  }

  /**
   * The same response telling its client to wait; the message itself where it cannot tell that. The
   * references to records are shared with this one.
   */
  default Message withThrottleTimeMs(int throttleTimeMs) {
    return this;
  }

  /** Tells every error code in a response, 0 for each part that went well. */
  default void errorCodes(IntConsumer codes) {}

  /**
   * The same response with every error code that the version carries put through a function; the
   * message itself where it has none. What is said beside a code that changes is dropped where it
   * can be. The references to records are shared with this one.
   */
  default Message withErrorCodes(short messageVersion, IntUnaryOperator change) {
    return this;
  }

  /**
   * Gives back the message's references to the records it carries. Nothing to do for most messages,
   * so generic code may call it on any; one that came from a {@link MessageReader} needs it exactly
   * once.
   */
  default void release() {}
}
