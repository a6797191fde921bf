package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.ConfigResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes configs of resources key by key (KIP-339); keys that are not named stay as they are.
 *
 * @param validateOnly check and answer as if, but change nothing
 */
public record IncrementalAlterConfigs(List<ResourceChange> resources, boolean validateOnly)
    implements ControllerCommand<IncrementalAlterConfigs.Reply> {
  public IncrementalAlterConfigs {
    resources = List.copyOf(resources);
  }

  /** What shall become of one resource: all of it or nothing. */
  public record ResourceChange(ConfigResource resource, List<KeyChange> changes) {
    public ResourceChange {
      changes = List.copyOf(changes);
    }
  }

  /**
   * What shall become of one key.
   *
   * @param value ignored for {@link Operation#DELETE}
   */
  public record KeyChange(String key, Operation operation, @Nullable String value) {}

  /** What to do with a key; the ids are those of the wire. */
  public enum Operation {
    SET(0),
    DELETE(1),
    /** Adds to a list, skipping what it already contains. */
    APPEND(2),
    /** Takes out of a list. */
    SUBTRACT(3);

    private final byte id;

    Operation(int id) {
      this.id = (byte) id;
    }

    public byte id() {
      return id;
    }

    /** The operation with this id, or null if there is none. */
    public static @Nullable Operation ofId(byte id) {
      return id >= 0 && id < values().length ? values()[id] : null;
    }
  }

  /** One result for each resource, in the order of the request. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one resource fared.
   *
   * @param refusal null if it was changed
   */
  public record Result(ConfigResource resource, @Nullable Refusal refusal) {}
}
