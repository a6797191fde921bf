package io.barnabas.transaction.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.barnabas.transaction.message.ListReply;
import io.barnabas.transaction.message.ListTransactions;
import io.barnabas.transaction.message.TransactionDescription;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ListTransactions and DescribeTransactions (KIP-664, KIP-994, KIP-1152). */
public final class Listing {
  private Listing() {}

  public static ListReply list(Transactions transactions, ListTransactions command, long nowMs) {
    List<String> unknown = new ArrayList<>();
    Set<TransactionState> states = EnumSet.noneOf(TransactionState.class);
    for (String name : command.states()) {
      TransactionState state = TransactionState.ofName(name);
      if (state == null) {
        unknown.add(name);
      } else {
        states.add(state);
      }
    }
    String expression = command.idPattern();
    if (expression != null && !ExpressionSize.isDecent(expression)) {
      return ListReply.refused(TransactionFault.INVALID_REGULAR_EXPRESSION);
    }
    Pattern pattern;
    try {
      pattern = expression == null || expression.isEmpty() ? null : Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      return ListReply.refused(TransactionFault.INVALID_REGULAR_EXPRESSION);
    }
    Set<Long> producerIds = new HashSet<>(command.producerIds());
    boolean anyState = command.states().isEmpty();
    List<ListReply.Listed> found = new ArrayList<>();
    for (Transaction each : transactions.all()) {
      boolean wanted =
          each.state() != TransactionState.DEAD
              && (anyState || states.contains(each.state()))
              && (producerIds.isEmpty() || producerIds.contains(each.producerId()))
              && (command.longerThanMs() < 0 || nowMs - each.startMs() > command.longerThanMs())
              && (pattern == null || pattern.matches(each.id()));
      if (wanted) {
        found.add(new ListReply.Listed(each.id(), each.producerId(), each.state().shownAs()));
      }
    }
    return new ListReply(TransactionFault.NONE, unknown, found);
  }

  public static TransactionDescription describe(String id, @Nullable Transaction found) {
    if (id.isEmpty()) {
      return TransactionDescription.refused(id, TransactionFault.INVALID_REQUEST);
    }
    if (found == null || found.state() == TransactionState.DEAD) {
      return TransactionDescription.refused(id, TransactionFault.TRANSACTIONAL_ID_NOT_FOUND);
    }
    return new TransactionDescription(
        TransactionFault.NONE,
        id,
        found.state().shownAs(),
        found.timeoutMs(),
        found.startMs(),
        found.producerId(),
        found.epoch(),
        List.copyOf(found.partitions()));
  }
}
