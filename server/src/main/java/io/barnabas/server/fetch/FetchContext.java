package io.barnabas.server.fetch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one fetch request reads and how its answer is cut, by the session it belongs to. */
public interface FetchContext {
  /**
   * The answer to a fetch request.
   *
   * @param sessionId the session the client may go on with, or 0
   * @param fault why the request was refused as a whole, or null
   * @param partitions what to tell, in the order it was read
   */
  record Answer(int sessionId, @Nullable SessionFault fault, List<FetchedPartition> partitions) {}

  /** Why the request is refused without reading, or null. */
  @Nullable SessionFault fault();

  /** What to read, in order. */
  List<FetchTarget> targets();

  /** Cuts the answer. What is left out of it has no records that would have to be released. */
  Answer answer(List<FetchedPartition> found);
}
