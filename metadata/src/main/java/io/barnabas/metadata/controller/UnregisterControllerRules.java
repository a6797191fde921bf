package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.UnregisterControllerRecord;
import io.barnabas.metadata.controller.UnregisterController.Reply;
import io.barnabas.metadata.image.MetadataImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides {@link UnregisterController}. */
final class UnregisterControllerRules implements CommandRules<UnregisterController, Reply> {
  private final int nodeId;

  UnregisterControllerRules(int nodeId) {
    this.nodeId = nodeId;
  }

  @Override
  public Decision<Reply> decide(UnregisterController command, Situation situation) {
    Refusal refusal = refusal(command.controllerId(), situation.image());
    return refusal != null
        ? Decision.none(new Reply(refusal))
        : new Decision<>(
            List.of(
                situation.record(
                    UnregisterControllerRecord.builder()
                        .controllerId(command.controllerId())
                        .build())),
            new Reply(null));
  }

  private @Nullable Refusal refusal(int id, MetadataImage image) {
    if (id == nodeId) {
      return new Refusal(
          MetadataFault.INVALID_REQUEST, "Controller cannot unregister itself while it is active.");
    }
    if (!image.features().metadataVersion().supportsControllerUnregistration()) {
      return new Refusal(
          MetadataFault.UNSUPPORTED_FEATURE_LEVEL,
          "The current MetadataVersion is too old to support controller unregistration.");
    }
    return image.cluster().controllers().containsKey(id)
        ? null
        : new Refusal(
            MetadataFault.CONTROLLER_ID_NOT_REGISTERED,
            "Controller ID " + id + " is not currently registered.");
  }
}
