package io.barnabas.server.api.config;

import io.barnabas.metadata.image.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Kinds of resources as the wire names them. */
final class ResourceTypes {
  private ResourceTypes() {}

  /** The kind with this id, or null if none has configs. */
  static ConfigResource.@Nullable Type ofId(byte id) {
    for (ConfigResource.Type type : ConfigResource.Type.values()) {
      if (type.id() == id) {
        return type;
      }
    }
    return null;
  }
}
