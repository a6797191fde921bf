package io.barnabas.metadata.controller;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finalizes feature levels (KIP-584), all or none.
 *
 * @param validateOnly check and answer as if, but change nothing
 */
public record UpdateFeatures(List<Update> updates, boolean validateOnly)
    implements ControllerCommand<UpdateFeatures.Reply> {
  public UpdateFeatures {
    updates = List.copyOf(updates);
  }

  /**
   * The level one feature shall have.
   *
   * @param level 0 to put it out of use
   * @param direction null: one that is not known
   */
  public record Update(String feature, short level, @Nullable Direction direction) {}

  /** Which way a level may go; the ids are those of the wire. */
  public enum Direction {
    UPGRADE(1),
    /** Down, where nothing is lost by it. */
    SAFE_DOWNGRADE(2),
    /** Down, whatever is lost. */
    UNSAFE_DOWNGRADE(3);

    private final byte id;

    Direction(int id) {
      this.id = (byte) id;
    }

    /** The direction with this id, or null if there is none. */
    public static @Nullable Direction ofId(byte id) {
      for (Direction direction : values()) {
        if (direction.id == id) {
          return direction;
        }
      }
      return null;
    }
  }

  /**
   * How it ended for all of them.
   *
   * @param refusal null if all have their levels
   */
  public record Reply(@Nullable Refusal refusal) {}
}
