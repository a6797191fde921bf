package io.barnabas.coordinator;

/** Port: opens views. */
@FunctionalInterface
public interface ViewStores {

  /**
   * Opens the view of a partition, creating an empty one if there is none.
   *
   * @throws ViewDamagedException only if not even an empty view can be made
   */
  ViewStore open(int partition);
}
