package io.barnabas.server;

import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.config.AuthorizerConfig;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what the metadata brings along that this version does not serve. */
final class CarriedOver {
  private static final Logger LOG = LoggerFactory.getLogger(CarriedOver.class);
  private static final String TIERED = "remote.storage.enable";

  private CarriedOver() {}

  /**
   * Warns of what is kept and not obeyed.
   *
   * @param obeysAcls whether there is an authorizer
   * @throws StartException for what cannot be kept: records that only another store has
   */
  static void check(MetadataImage image, boolean obeysAcls) {
    TreeSet<String> tiered = new TreeSet<>();
    image
        .configs()
        .forEach(
            (resource, configs) -> {
              if (resource.type() == ConfigResource.Type.TOPIC
                  && "true".equals(configs.get(TIERED))) {
                tiered.add(resource.name());
              }
            });
    if (!tiered.isEmpty()) {
      throw new StartException(
          "Topics "
              + tiered
              + " have "
              + TIERED
              + "=true, and this version cannot reach their older records; under Apache Kafka set it"
              + " to false with remote.log.delete.on.disable=true, which deletes those, or delete the"
              + " topics");
    }
    int acls = image.acls().size();
    if (acls > 0 && !obeysAcls) {
      // Nobody asks them, as in Apache Kafka; but whoever made them had an authorizer.
      LOG.warn(
          "The metadata holds {} ACLs, and authorizer.class.name is not set: they are not enforced;"
              + " {} enforces them",
          acls,
          AuthorizerConfig.STANDARD);
    }
  }
}
