package io.barnabas.transaction.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for transactional ids. Empty lists, a negative duration and a null pattern filter nothing.
 *
 * @param longerThanMs only those whose transaction began longer ago (KIP-994)
 * @param idPattern only ids that match the RE2 expression as a whole (KIP-1152)
 */
public record ListTransactions(
    List<Long> producerIds, List<String> states, long longerThanMs, @Nullable String idPattern) {

  public ListTransactions {
    producerIds = List.copyOf(producerIds);
    states = List.copyOf(states);
  }
}
