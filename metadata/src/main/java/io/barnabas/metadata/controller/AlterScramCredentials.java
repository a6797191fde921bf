package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.ScramCredential;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets and removes SCRAM credentials (KIP-554), each for itself. */
public record AlterScramCredentials(List<Change> changes)
    implements ControllerCommand<AlterScramCredentials.Reply> {
  public AlterScramCredentials {
    changes = List.copyOf(changes);
  }

  /**
   * What shall become of one credential.
   *
   * @param credential null: there shall be none, which must be there now
   */
  public record Change(ScramCredential.Key key, @Nullable ScramCredential credential) {}

  /** One result for each change, in their order. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one fared.
   *
   * @param refusal null if it is as it shall be
   */
  public record Result(String user, @Nullable Refusal refusal) {}
}
