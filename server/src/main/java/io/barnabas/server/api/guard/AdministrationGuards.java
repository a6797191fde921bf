package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AlterClientQuotasRequest;
import io.barnabas.codec.message.AlterClientQuotasResponse;
import io.barnabas.codec.message.AlterUserScramCredentialsRequest;
import io.barnabas.codec.message.AlterUserScramCredentialsResponse;
import io.barnabas.codec.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.barnabas.codec.message.CreateAclsRequest;
import io.barnabas.codec.message.CreateAclsResponse;
import io.barnabas.codec.message.DeleteAclsRequest;
import io.barnabas.codec.message.DeleteAclsResponse;
import io.barnabas.codec.message.DescribeAclsRequest;
import io.barnabas.codec.message.DescribeAclsResponse;
import io.barnabas.codec.message.DescribeClientQuotasResponse;
import io.barnabas.codec.message.DescribeUserScramCredentialsRequest;
import io.barnabas.codec.message.DescribeUserScramCredentialsResponse;
import io.barnabas.codec.message.DescribeUserScramCredentialsResponse.DescribeUserScramCredentialsResult;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.server.api.acl.UnknownElements;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Guards of what administrators alone may do: ACLs, quotas and credentials. */
final class AdministrationGuards {
  private static final ErrorCode REFUSED = ErrorCode.CLUSTER_AUTHORIZATION_FAILED;

  private AdministrationGuards() {}

  static void addTo(GuardBook book) {
    addAcls(book);
    addQuotas(book);
    addCredentials(book);
    PlacementGuards.addTo(book);
  }

  private static void addAcls(GuardBook book) {
    book.<DescribeAclsRequest, DescribeAclsResponse>onCluster(
        ApiKey.DESCRIBE_ACLS,
        AclOperation.DESCRIBE,
        (access, request) -> {
          UnknownElements.refuse(request);
          return DescribeAclsResponse.builder()
              .errorCode(REFUSED.code())
              .errorMessage(REFUSED.message())
              .build();
        });
    book.<CreateAclsRequest, CreateAclsResponse>onCluster(
        ApiKey.CREATE_ACLS,
        AclOperation.ALTER,
        (access, request) -> {
          UnknownElements.refuse(request);
          return CreateAclsResponse.builder()
              .results(
                  request.creations().stream()
                      .map(
                          each ->
                              CreateAclsResponse.AclCreationResult.builder()
                                  .errorCode(REFUSED.code())
                                  .errorMessage(REFUSED.message())
                                  .build())
                      .toList())
              .build();
        });
    book.<DeleteAclsRequest, DeleteAclsResponse>onCluster(
        ApiKey.DELETE_ACLS,
        AclOperation.ALTER,
        (access, request) -> {
          UnknownElements.refuse(request);
          return DeleteAclsResponse.builder()
              .filterResults(
                  request.filters().stream()
                      .map(
                          each ->
                              DeleteAclsResponse.DeleteAclsFilterResult.builder()
                                  .errorCode(REFUSED.code())
                                  .errorMessage(REFUSED.message())
                                  .build())
                      .toList())
              .build();
        });
  }

  private static void addQuotas(GuardBook book) {
    book.onCluster(
        ApiKey.DESCRIBE_CLIENT_QUOTAS,
        AclOperation.DESCRIBE_CONFIGS,
        (access, request) ->
            DescribeClientQuotasResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .entries(null)
                .build());
    book.<AlterClientQuotasRequest, AlterClientQuotasResponse>onCluster(
        ApiKey.ALTER_CLIENT_QUOTAS,
        AclOperation.ALTER_CONFIGS,
        (access, request) ->
            AlterClientQuotasResponse.builder()
                .entries(request.entries().stream().map(AdministrationGuards::refused).toList())
                .build());
  }

  private static AlterClientQuotasResponse.EntryData refused(
      AlterClientQuotasRequest.EntryData entry) {
    return AlterClientQuotasResponse.EntryData.builder()
        .errorCode(REFUSED.code())
        .errorMessage(REFUSED.message())
        .entity(
            entry.entity().stream()
                .map(
                    each ->
                        AlterClientQuotasResponse.EntityData.builder()
                            .entityType(each.entityType())
                            .entityName(each.entityName())
                            .build())
                .toList())
        .build();
  }

  private static void addCredentials(GuardBook book) {
    book.<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>onCluster(
        ApiKey.DESCRIBE_USER_SCRAM_CREDENTIALS,
        AclOperation.DESCRIBE,
        (access, request) ->
            DescribeUserScramCredentialsResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .results(
                    request.users() == null
                        ? List.of()
                        : request.users().stream().map(user -> unnamed()).toList())
                .build());
    book.<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>onCluster(
        ApiKey.ALTER_USER_SCRAM_CREDENTIALS,
        AclOperation.ALTER,
        (access, request) -> {
          Set<String> users = new TreeSet<>();
          request.deletions().forEach(each -> users.add(each.name()));
          request.upsertions().forEach(each -> users.add(each.name()));
          return AlterUserScramCredentialsResponse.builder()
              .results(users.stream().map(AdministrationGuards::refused).toList())
              .build();
        });
  }

  /** One for each that was asked for, as in Apache Kafka, which leaves out whom. */
  private static DescribeUserScramCredentialsResult unnamed() {
    return DescribeUserScramCredentialsResult.builder()
        .errorCode(REFUSED.code())
        .errorMessage(REFUSED.message())
        .build();
  }

  private static AlterUserScramCredentialsResult refused(String user) {
    return AlterUserScramCredentialsResult.builder()
        .user(user)
        .errorCode(REFUSED.code())
        .errorMessage(REFUSED.message())
        .build();
  }
}
