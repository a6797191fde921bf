package io.barnabas.server.api.scram;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AlterUserScramCredentialsRequest;
import io.barnabas.codec.message.AlterUserScramCredentialsRequest.ScramCredentialUpsertion;
import io.barnabas.codec.message.AlterUserScramCredentialsResponse;
import io.barnabas.codec.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.barnabas.metadata.controller.AlterScramCredentials;
import io.barnabas.metadata.controller.AlterScramCredentials.Change;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AlterUserScramCredentials (key 51), version 0 (KIP-554). One change for each user; passwords come
 * salted.
 */
public final class AlterUserScramCredentialsHandler
    implements ApiHandler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ALTER_USER_SCRAM_CREDENTIALS);

  private record Outcome(ErrorCode error, @Nullable String message) {}

  private final Controller controller;

  public AlterUserScramCredentialsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AlterUserScramCredentialsResponse> handle(
      RequestContext context, AlterUserScramCredentialsRequest request) {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    Map<String, Change> changes = new LinkedHashMap<>();
    request
        .deletions()
        .forEach(
            each -> {
              ScramMechanism mechanism = ScramMechanism.find(each.mechanism());
              take(
                  each.name(),
                  mistake(each.name(), mechanism),
                  mechanism == null ? null : change(each.name(), mechanism, null),
                  changes,
                  outcomes);
            });
    for (ScramCredentialUpsertion each : request.upsertions()) {
      Outcome mistake = mistake(each);
      ScramMechanism mechanism = ScramMechanism.find(each.mechanism());
      take(
          each.name(),
          mistake,
          mistake != null || mechanism == null
              ? null
              : change(each.name(), mechanism, credential(mechanism, each)),
          changes,
          outcomes);
    }
    List<Change> clear = List.copyOf(changes.values());
    return controller
        .submit(new AlterScramCredentials(clear))
        .thenApply(answer -> response(clear, outcomes, answer));
  }

  private static Change change(
      String user, ScramMechanism mechanism, @Nullable ScramCredential credential) {
    return new Change(new ScramCredential.Key(mechanism, user), credential);
  }

  private static ScramCredential credential(
      ScramMechanism mechanism, ScramCredentialUpsertion upsertion) {
    return ScramKeys.credential(
        mechanism,
        upsertion.salt().toByteArray(),
        upsertion.saltedPassword().toByteArray(),
        upsertion.iterations());
  }

  private static void take(
      String user,
      @Nullable Outcome mistake,
      @Nullable Change change,
      Map<String, Change> changes,
      Map<String, Outcome> outcomes) {
    if (mistake != null) {
      changes.remove(user);
      outcomes.putIfAbsent(user, mistake);
    } else if (changes.remove(user) != null || outcomes.containsKey(user)) {
      outcomes.putIfAbsent(
          user,
          new Outcome(
              ErrorCode.DUPLICATE_RESOURCE,
              "A user credential cannot be altered twice in the same request"));
    } else if (change != null) {
      changes.put(user, change);
    }
  }

  private static @Nullable Outcome mistake(String user, @Nullable ScramMechanism mechanism) {
    if (user.isEmpty()) {
      return new Outcome(ErrorCode.UNACCEPTABLE_CREDENTIAL, "Username must not be empty");
    }
    return mechanism == null
        ? new Outcome(ErrorCode.UNSUPPORTED_SASL_MECHANISM, "Unknown SCRAM mechanism")
        : null;
  }

  private static @Nullable Outcome mistake(ScramCredentialUpsertion upsertion) {
    Outcome mistake = mistake(upsertion.name(), ScramMechanism.find(upsertion.mechanism()));
    if (mistake != null) {
      return mistake;
    }
    String complaint =
        upsertion.iterations() < ScramKeys.ITERATIONS_MIN
            ? "Too few iterations"
            : upsertion.iterations() > ScramKeys.ITERATIONS_MAX
                ? "Too many iterations"
                : upsertion.saltedPassword().isEmpty()
                    ? "The salted password may not be empty"
                    : null;
    return complaint == null ? null : new Outcome(ErrorCode.UNACCEPTABLE_CREDENTIAL, complaint);
  }

  private static AlterUserScramCredentialsResponse response(
      List<Change> changes,
      Map<String, Outcome> outcomes,
      Answer<AlterScramCredentials.Reply> answer) {
    Map<String, Outcome> all = new LinkedHashMap<>(outcomes);
    if (answer instanceof Answer.Decided<AlterScramCredentials.Reply> decided) {
      decided.reply().results().forEach(each -> all.put(each.user(), outcome(each.refusal())));
    } else if (answer instanceof Answer.Rejected<AlterScramCredentials.Reply> rejected) {
      changes.forEach(each -> all.put(each.key().user(), outcome(rejected.refusal())));
    }
    List<AlterUserScramCredentialsResult> results = new ArrayList<>();
    all.forEach(
        (user, outcome) ->
            results.add(
                AlterUserScramCredentialsResult.builder()
                    .user(user)
                    .errorCode(outcome.error().code())
                    .errorMessage(outcome.message())
                    .build()));
    return AlterUserScramCredentialsResponse.builder().results(results).build();
  }

  private static Outcome outcome(@Nullable Refusal refusal) {
    return refusal == null
        ? new Outcome(ErrorCode.NONE, null)
        : new Outcome(WireErrors.of(refusal.fault()), refusal.message());
  }
}
