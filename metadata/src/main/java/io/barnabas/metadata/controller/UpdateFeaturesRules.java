package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.metadata.controller.UpdateFeatures.Direction;
import io.barnabas.metadata.controller.UpdateFeatures.Reply;
import io.barnabas.metadata.controller.UpdateFeatures.Update;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.VersionRange;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.MetadataVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides {@link UpdateFeatures}. */
final class UpdateFeaturesRules implements CommandRules<UpdateFeatures, Reply> {
  private final int nodeId;

  UpdateFeaturesRules(int nodeId) {
    this.nodeId = nodeId;
  }

  @Override
  public Decision<Reply> decide(UpdateFeatures command, Situation situation) {
    List<MetadataRecord> records = new ArrayList<>();
    for (Update update : command.updates()) {
      String complaint = complaint(update, situation.image());
      if (complaint != null) {
        return Decision.none(new Reply(refusal(update, complaint)));
      }
      if (update.level() != situation.image().features().level(update.feature())) {
        records.add(
            situation.record(
                FeatureLevelRecord.builder()
                    .name(update.feature())
                    .featureLevel(update.level())
                    .build()));
      }
    }
    return new Decision<>(command.validateOnly() ? List.of() : records, new Reply(null));
  }

  private static Refusal refusal(Update update, String complaint) {
    boolean whole = complaint.startsWith("Unsupported");
    return new Refusal(
        MetadataFault.INVALID_UPDATE_VERSION,
        whole
            ? complaint
            : "Invalid update version "
                + update.level()
                + " for feature "
                + update.feature()
                + ". "
                + complaint);
  }

  private @Nullable String complaint(Update update, MetadataImage image) {
    if (update.direction() == null) {
      return "The controller does not support the given upgrade type.";
    }
    if (update.level() < 0) {
      return "A feature version cannot be less than 0.";
    }
    String unsupported = unsupported(update, image);
    if (unsupported != null) {
      return unsupported;
    }
    short now = image.features().level(update.feature());
    if (update.level() < now) {
      return ofDowngrade(update, now);
    }
    return update.level() > now && update.direction() != Direction.UPGRADE
        ? "Can't downgrade to a newer version."
        : null;
  }

  /** What a downgrade of the formats would lose is not tracked, as in Apache Kafka. */
  private static @Nullable String ofDowngrade(Update update, short now) {
    if (update.direction() == Direction.UPGRADE) {
      return "Can't downgrade the version of this feature without setting the upgrade type to"
          + " either safe or unsafe downgrade.";
    }
    if (!update.feature().equals(MetadataVersion.FEATURE)) {
      return null;
    }
    return "Unsupported metadata.version downgrade from "
        + now
        + " to "
        + update.level()
        + ". "
        + (update.direction() == Direction.SAFE_DOWNGRADE
            ? "Refusing to perform the requested downgrade because it might delete metadata"
                + " information."
            : "Unsafe metadata downgrade is not supported in this version.");
  }

  private @Nullable String unsupported(Update update, MetadataImage image) {
    String here =
        unsupported(
            "Local controller " + nodeId, FeaturesImage.SUPPORTED.get(update.feature()), update);
    if (here != null) {
      return here;
    }
    for (BrokerRegistration broker : image.cluster().brokers().values()) {
      String there =
          unsupported(
              "Broker " + broker.id(), broker.supportedFeatures().get(update.feature()), update);
      if (there != null) {
        return there;
      }
    }
    return null;
  }

  private static @Nullable String unsupported(
      String who, @Nullable VersionRange range, Update update) {
    if (range == null) {
      return who + " does not support this feature.";
    }
    boolean outOfUse = update.level() == 0 && !update.feature().equals(MetadataVersion.FEATURE);
    return outOfUse || range.contains(update.level())
        ? null
        : who + " only supports versions " + range.min() + "-" + range.max();
  }
}
