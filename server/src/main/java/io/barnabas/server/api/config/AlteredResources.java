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

  /** Begins with the refusal of those named more than once. */
  AlteredResources(List<Named> asked) {
    this.asked = List.copyOf(asked);
    Set<Named> seen = new HashSet<>();
    for (Named resource : asked) {
      if (!seen.add(resource)) {
        note(resource, Outcome.invalid("Each resource must appear at most once."));
      }
    }
  }

  /** Notes what this broker has against it, if anything. */
  boolean noteIfRefused(ConfigResource resource, @Nullable String complaint) {
    if (complaint != null) {
      note(new Named(resource.type().id(), resource.name()), Outcome.invalid(complaint));
    }
    return complaint != null;
  }

  /** Whether it is known how this one fared. */
  boolean isSettled(Named resource) {
    return outcomes.containsKey(resource);
  }

  void note(Named resource, Outcome outcome) {
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

  Outcome of(Named resource) {
    return outcomes.getOrDefault(resource, new Outcome(ErrorCode.UNKNOWN_SERVER_ERROR, null));
  }
}
