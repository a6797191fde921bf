package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.ConfigResource;
import java.util.List;
import java.util.Map;

/**
 * Replaces all configs of resources; what is not named is no longer set.
 *
 * @param validateOnly check and answer as if, but change nothing
 */
public record AlterConfigs(List<Replacement> resources, boolean validateOnly)
    implements ControllerCommand<IncrementalAlterConfigs.Reply> {
  public AlterConfigs {
    resources = List.copyOf(resources);
  }

  /** What one resource shall have: all of it or nothing is changed. */
  public record Replacement(ConfigResource resource, Map<String, String> configs) {
    public Replacement {
      configs = Map.copyOf(configs);
    }
  }
}
