package io.barnabas.storage.log;

/** Who appends; decides which checks a batch must pass. */
public enum AppendOrigin {
  /** A produce request: everything is checked, the producer's sequence included. */
  CLIENT,
  /** A coordinator writing its state or a transaction marker: no sequence checks. */
  COORDINATOR,
  /**
   * The log of the metadata: no producer state, no limits on size or time. A batch says which
   * offset it has, and is refused where the log does not end there.
   */
  INTERNAL
}
