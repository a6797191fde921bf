package io.barnabas.codec;

import io.barnabas.codec.message.RequestHeader;

/**
 * Reads the header of a request frame, whose layout depends on the API and version it begins with.
 * Afterwards the reader stands at the body.
 */
public final class RequestHeaderReader {

  private RequestHeaderReader() {}

  /**
   * Reads the header. The version it names need not be one the API has: the header of a version yet
   * to come is laid out like that of the last known one, so the answer can say so (KIP-511).
   *
   * @throws UnsupportedVersionException if there is no API of the number in the header
   * @throws MalformedMessageException if the bytes are no header
   */
  public static RequestHeader read(MessageReader reader) {
    short id = reader.peekInt16(0);
    short version = reader.peekInt16(Short.BYTES);
    ApiKey key = ApiKey.ofId(id);
    if (key == null) {
      throw new UnsupportedVersionException("There is no API with the number " + id);
    }
    return RequestHeader.read(reader, key.requestHeaderVersion(version));
  }
}
