package io.barnabas.server.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.metadata.RemoveUserScramCredentialRecord;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class MetadataScramTest {
  private MetadataImage image = MetadataImage.EMPTY;
  private final MetadataScram scram =
      new MetadataScram(() -> image, new DelegationTokens(null, 0), InstantSource.system());

  private static ScramCredential credential(int iterations) {
    Bytes any = Bytes.ofUtf8("any");
    return new ScramCredential(any, any, any, iterations);
  }

  private void set(ScramMechanism mechanism, String user, int iterations) {
    MetadataDelta delta = new MetadataDelta(image);
    delta.replay(credential(iterations).toRecord(new ScramCredential.Key(mechanism, user)));
    image = delta.apply(Provenance.NONE);
  }

  private void remove(ScramMechanism mechanism, String user) {
    MetadataDelta delta = new MetadataDelta(image);
    delta.replay(
        RemoveUserScramCredentialRecord.builder().mechanism(mechanism.id()).name(user).build());
    image = delta.apply(Provenance.NONE);
  }

  private int usual(ScramMechanism mechanism) {
    return scram.usualIterations(mechanism);
  }

  @Test
  void shouldTellHowManyIterationsMostUsersHave() {
    assertEquals(4096, usual(ScramMechanism.SCRAM_SHA_256), "nobody has any");

    set(ScramMechanism.SCRAM_SHA_256, "alice", 8192);
    assertEquals(8192, usual(ScramMechanism.SCRAM_SHA_256));
    assertEquals(4096, usual(ScramMechanism.SCRAM_SHA_512), "nobody has any of these");

    set(ScramMechanism.SCRAM_SHA_256, "bob", 4096);
    set(ScramMechanism.SCRAM_SHA_256, "carl", 4096);
    assertEquals(4096, usual(ScramMechanism.SCRAM_SHA_256));

    remove(ScramMechanism.SCRAM_SHA_256, "bob");
    remove(ScramMechanism.SCRAM_SHA_256, "carl");
    assertEquals(8192, usual(ScramMechanism.SCRAM_SHA_256));
  }
}
