package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;

/** Directory ids with a meaning of their own (KIP-858). */
public final class DirectoryIds {
  /** The broker has not said where it put the replica. */
  public static final Uuid UNASSIGNED = new Uuid(0, 0);

  /** The directory of the replica is offline. */
  public static final Uuid LOST = new Uuid(0, 1);

  /** From before directory ids, when there was only one place to go. */
  public static final Uuid MIGRATING = new Uuid(0, 2);

  private static final long FIRST_FREE = 100;

  private DirectoryIds() {}

  /** Whether an id is set aside and never names a directory or a topic. */
  public static boolean isReserved(Uuid id) {
    return id.msb() == 0 && id.lsb() >= 0 && id.lsb() < FIRST_FREE;
  }
}
