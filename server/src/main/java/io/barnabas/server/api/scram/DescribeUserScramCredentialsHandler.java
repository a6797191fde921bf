package io.barnabas.server.api.scram;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeUserScramCredentialsRequest;
import io.barnabas.codec.message.DescribeUserScramCredentialsRequest.UserName;
import io.barnabas.codec.message.DescribeUserScramCredentialsResponse;
import io.barnabas.codec.message.DescribeUserScramCredentialsResponse.CredentialInfo;
import io.barnabas.codec.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeUserScramCredentials (key 50), version 0 (KIP-554): who has credentials, never the
 * credentials themselves.
 */
public final class DescribeUserScramCredentialsHandler
    implements ApiHandler<
        DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS);

  private final ClusterView cluster;

  public DescribeUserScramCredentialsHandler(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeUserScramCredentialsResponse> handle(
      RequestContext context, DescribeUserScramCredentialsRequest request) {
    Map<String, List<CredentialInfo>> byUser = byUser();
    List<DescribeUserScramCredentialsResult> results = new ArrayList<>();
    if (request.users() == null || request.users().isEmpty()) {
      byUser.forEach((user, infos) -> results.add(result(user, ErrorCode.NONE, "", infos)));
    } else {
      counted(request.users())
          .forEach((user, count) -> results.add(result(user, count, byUser.get(user))));
    }
    return CompletableFuture.completedFuture(
        DescribeUserScramCredentialsResponse.builder().results(results).build());
  }

  private Map<String, List<CredentialInfo>> byUser() {
    Map<String, List<CredentialInfo>> byUser = new TreeMap<>();
    cluster
        .image()
        .scram()
        .forEach(
            (key, credential) ->
                byUser
                    .computeIfAbsent(key.user(), user -> new ArrayList<>())
                    .add(
                        CredentialInfo.builder()
                            .mechanism(key.mechanism().id())
                            .iterations(credential.iterations())
                            .build()));
    return byUser;
  }

  private static Map<String, Integer> counted(List<UserName> users) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    users.forEach(user -> counts.merge(user.name(), 1, Integer::sum));
    return counts;
  }

  private static DescribeUserScramCredentialsResult result(
      String user, int count, @Nullable List<CredentialInfo> infos) {
    if (count > 1) {
      return result(
          user,
          ErrorCode.DUPLICATE_RESOURCE,
          "Cannot describe SCRAM credentials for the same user twice in a single request: " + user,
          List.of());
    }
    return infos == null
        ? result(
            user,
            ErrorCode.RESOURCE_NOT_FOUND,
            "Attempt to describe a user credential that does not exist: " + user,
            List.of())
        : result(user, ErrorCode.NONE, "", infos);
  }

  private static DescribeUserScramCredentialsResult result(
      String user, ErrorCode error, String message, List<CredentialInfo> infos) {
    return DescribeUserScramCredentialsResult.builder()
        .user(user)
        .errorCode(error.code())
        .errorMessage(message)
        .credentialInfos(infos)
        .build();
  }
}
