package io.barnabas.server.api.config;

import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Reply;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Result;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.WireErrors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the resources of one request to change configs fared. For one request, one thread at a time.
 */
final class AlteredResources {
  /** A resource as the request names it. */
  record Named(byte type, String name) {}

  /** How one fared: NONE without a message if all is well. */
  record Outcome(ErrorCode error, @Nullable String message) {
    static final Outcome DONE = new Outcome(ErrorCode.NONE, null);

    static Outcome invalid(String message) {
      return new Outcome(ErrorCode.INVALID_REQUEST, message);
    }
  }

  private final List<Named> asked;
  private final Map<Named, Outcome> outcomes = new HashMap<>();

  private AlteredResources(List<Named> asked) {
    this.asked = List.copyOf(asked);
  }

  /**
   * Begins with the refusal of those named more than once.
   *
   * @param prepare asked for each of the others: how it fared, or null where that is still open
   */
  static <Q> AlteredResources of(
      List<Q> resources, Function<Q, Named> nameOf, Function<Q, @Nullable Outcome> prepare) {
    AlteredResources altered = new AlteredResources(resources.stream().map(nameOf).toList());
    Set<Named> seen = new HashSet<>();
    for (Named resource : altered.asked) {
      if (!seen.add(resource)) {
        altered.note(resource, Outcome.invalid("Each resource must appear at most once."));
      }
    }
    for (Q resource : resources) {
      if (!altered.isSettled(nameOf.apply(resource))) {
        Outcome outcome = prepare.apply(resource);
        if (outcome != null) {
          altered.note(nameOf.apply(resource), outcome);
        }
      }
    }
    return altered;
  }

  /** Notes what this broker has against it. */
  void refuse(ConfigResource resource, String complaint) {
    note(new Named(resource.type().id(), resource.name()), Outcome.invalid(complaint));
  }

  private boolean isSettled(Named resource) {
    return outcomes.containsKey(resource);
  }

  private void note(Named resource, Outcome outcome) {
    outcomes.put(resource, outcome);
  }

  /** Takes over what the controller made of the others. */
  void take(Answer<Reply> answer) {
    if (answer instanceof Answer.Decided<Reply> decided) {
      for (Result result : decided.reply().results()) {
        Refusal refusal = result.refusal();
        note(
            new Named(result.resource().type().id(), result.resource().name()),
            refusal == null ? Outcome.DONE : outcome(refusal));
      }
    } else if (answer instanceof Answer.Rejected<Reply> rejected) {
      for (Named resource : asked) {
        if (!isSettled(resource)) {
          note(resource, outcome(rejected.refusal()));
        }
      }
    }
  }

  private static Outcome outcome(Refusal refusal) {
    return new Outcome(WireErrors.of(refusal.fault()), refusal.message());
  }

  /** What is answered, in the order asked. */
  <R> List<R> told(BiFunction<Named, Outcome, R> result) {
    return asked.stream().map(each -> result.apply(each, of(each))).toList();
  }

  private Outcome of(Named resource) {
    return outcomes.getOrDefault(resource, new Outcome(ErrorCode.UNKNOWN_SERVER_ERROR, null));
  }
}
