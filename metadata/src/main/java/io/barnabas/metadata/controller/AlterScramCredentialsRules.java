package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.RemoveUserScramCredentialRecord;
import io.barnabas.metadata.controller.AlterScramCredentials.Change;
import io.barnabas.metadata.controller.AlterScramCredentials.Reply;
import io.barnabas.metadata.controller.AlterScramCredentials.Result;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;

/** Decides {@link AlterScramCredentials}. */
final class AlterScramCredentialsRules implements CommandRules<AlterScramCredentials, Reply> {

  @Override
  public Decision<Reply> decide(AlterScramCredentials command, Situation situation) {
    List<MetadataRecord> records = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    for (Change change : command.changes()) {
      ScramCredential.Key key = change.key();
      ScramCredential credential = change.credential();
      Refusal refusal = null;
      if (credential != null) {
        records.add(situation.record(credential.toRecord(key)));
      } else if (situation.image().scram().credential(key.mechanism(), key.user()) == null) {
        refusal =
            new Refusal(
                MetadataFault.UNKNOWN_CREDENTIAL,
                "Attempt to delete a user credential that does not exist");
      } else {
        records.add(
            situation.record(
                RemoveUserScramCredentialRecord.builder()
                    .name(key.user())
                    .mechanism(key.mechanism().id())
                    .build()));
      }
      results.add(new Result(key.user(), refusal));
    }
    return new Decision<>(records, new Reply(results));
  }
}
