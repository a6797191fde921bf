package io.barnabas.server.authentication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.RemoveDelegationTokenRecord;
import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DelegationTokensTest {
  private static final List<String> LARGE = List.of("User:" + "x".repeat(3_000));

  private final DelegationTokens tokens = new DelegationTokens("secret", 16_000);
  private MetadataImage image = MetadataImage.EMPTY;

  private void tell(MetadataImage base, Message... records) {
    MetadataDelta delta = new MetadataDelta(base);
    for (Message record : records) {
      delta.replay(record);
    }
    image = delta.apply(Provenance.NONE);
    tokens.onMetadata(delta, image);
  }

  private static Message token(String id) {
    return new DelegationToken(id, "User:alice", "User:alice", LARGE, 1, 3, 2).toRecord();
  }

  private boolean hasRoom(List<String> renewers) {
    return tokens.hasRoomFor("User:alice", "User:alice", renewers);
  }

  @Test
  void shouldBoundWhatAllTokensTake() {
    assertTrue(hasRoom(LARGE));
    tell(image, token("a"));
    tell(image, token("b"));
    tell(image, token("b")); // Renewed.
    assertFalse(hasRoom(LARGE));
    assertTrue(hasRoom(List.of()));

    tell(MetadataImage.EMPTY, token("a"), token("b"));
    assertFalse(hasRoom(LARGE), "told anew, not twice");
    assertTrue(hasRoom(List.of()));

    tell(image, RemoveDelegationTokenRecord.builder().tokenId("a").build());
    assertTrue(hasRoom(LARGE));
  }
}
