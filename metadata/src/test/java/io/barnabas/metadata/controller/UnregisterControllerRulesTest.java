package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.codec.metadata.RegisterControllerRecord;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.record.MetadataVersion;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnregisterControllerRulesTest {
  private static final int SELF = 1;

  private final UnregisterControllerRules rules = new UnregisterControllerRules(SELF);

  @Test
  void shouldForgetAControllerOfALargerQuorum() {
    MetadataImage image = remembering(2, MetadataVersion.LATEST);

    Decision<UnregisterController.Reply> decision = decide(2, image);

    assertNull(decision.reply().refusal());
    MetadataDelta delta = new MetadataDelta(image);
    decision.records().forEach(record -> delta.replay(record.message()));
    assertFalse(delta.apply(image.provenance()).cluster().controllers().containsKey(2));
  }

  @Test
  void shouldNotForgetItselfNorWhomItNeverKnew() {
    MetadataImage image = remembering(SELF, MetadataVersion.LATEST);

    assertEquals(MetadataFault.INVALID_REQUEST, fault(decide(SELF, image)));
    assertEquals(MetadataFault.CONTROLLER_ID_NOT_REGISTERED, fault(decide(2, image)));
  }

  @Test
  void shouldNotWriteWhatTheFinalizedLevelDoesNotKnow() {
    MetadataImage image = remembering(2, MetadataVersion.MINIMUM);

    assertEquals(MetadataFault.UNSUPPORTED_FEATURE_LEVEL, fault(decide(2, image)));
  }

  private Decision<UnregisterController.Reply> decide(int id, MetadataImage image) {
    return rules.decide(new UnregisterController(id), new Situation(image, 1000, 0, new Random(1)));
  }

  private static MetadataFault fault(Decision<UnregisterController.Reply> decision) {
    Refusal refusal = decision.reply().refusal();
    assertNotNull(refusal);
    return refusal.fault();
  }

  private static MetadataImage remembering(int controller, short level) {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    delta.replay(
        FeatureLevelRecord.builder().name(MetadataVersion.FEATURE).featureLevel(level).build());
    delta.replay(RegisterControllerRecord.builder().controllerId(controller).build());
    return delta.apply(new Provenance(10, 1, 0));
  }
}
