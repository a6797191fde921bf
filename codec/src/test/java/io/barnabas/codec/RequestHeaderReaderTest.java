package io.barnabas.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.codec.message.RequestHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class RequestHeaderReaderTest {

  private final ByteBuf frame = Unpooled.buffer();
  private final MessageReader reader = new MessageReader(frame);

  @Test
  void shouldReadTheHeaderThatBelongsToTheVersion() {
    for (int version = 0; version <= ApiKey.HEARTBEAT.highestVersion(); version++) {
      frame.clear();
      RequestHeader header = header(ApiKey.HEARTBEAT.id(), version);
      header.write(new MessageWriter(frame), (short) (version >= 4 ? 2 : 1));

      assertEquals(header, RequestHeaderReader.read(reader));
      assertEquals(0, reader.remaining());
    }
  }

  @Test
  void shouldReadTheHeaderOfAnApiVersionsRequestFromTheFuture() {
    RequestHeader header = header(ApiKey.API_VERSIONS.id(), 999);
    header.write(new MessageWriter(frame), (short) 2);

    assertEquals(header, RequestHeaderReader.read(reader));
  }

  @Test
  void shouldRefuseAnUnknownApi() {
    header((short) 9999, 0).write(new MessageWriter(frame), (short) 1);

    assertThrows(UnsupportedVersionException.class, () -> RequestHeaderReader.read(reader));
  }

  @Test
  void shouldRefuseAFrameTooShortForAHeader() {
    frame.writeShort(ApiKey.HEARTBEAT.id()).writeByte(0);

    assertThrows(MalformedMessageException.class, () -> RequestHeaderReader.read(reader));
  }

  private static RequestHeader header(short apiKey, int version) {
    return RequestHeader.builder()
        .requestApiKey(apiKey)
        .requestApiVersion((short) version)
        .correlationId(7)
        .clientId("client")
        .build();
  }
}
