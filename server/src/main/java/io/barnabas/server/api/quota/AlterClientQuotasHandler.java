package io.barnabas.server.api.quota;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.AlterClientQuotasRequest;
import io.barnabas.codec.message.AlterClientQuotasResponse;
import io.barnabas.metadata.controller.AlterClientQuotas;
import io.barnabas.metadata.controller.AlterClientQuotas.Alteration;
import io.barnabas.metadata.controller.AlterClientQuotas.Change;
import io.barnabas.metadata.controller.AlterClientQuotas.Result;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.MetadataFault;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.QuotaEntity;
import io.barnabas.metadata.image.QuotaEntity.Part;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** AlterClientQuotas (key 49), versions 0-1; flexible from v1 (KIP-546). */
public final class AlterClientQuotasHandler
    implements ApiHandler<AlterClientQuotasRequest, AlterClientQuotasResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ALTER_CLIENT_QUOTAS);

  private final Controller controller;
  private final Executor lookups;

  /**
   * A handler.
   *
   * @param lookups where names of hosts may be looked up
   */
  public AlterClientQuotasHandler(Controller controller, Executor lookups) {
    this.controller = controller;
    this.lookups = lookups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AlterClientQuotasResponse> handle(
      RequestContext context, AlterClientQuotasRequest request) {
    List<Alteration> asked =
        request.entries().stream().map(AlterClientQuotasHandler::alteration).toList();
    boolean ofAddresses =
        asked.stream()
            .flatMap(each -> each.entity().parts().stream())
            .anyMatch(part -> part.type().equals(QuotaEntity.IP));
    if (!ofAddresses) {
      return decide(asked, List.of(), request.validateOnly());
    }
    return CompletableFuture.supplyAsync(() -> unresolvable(asked), lookups)
        .thenCompose(
            refused ->
                decide(
                    asked.stream()
                        .filter(
                            each ->
                                refused.stream()
                                    .noneMatch(other -> other.entity().equals(each.entity())))
                        .toList(),
                    refused,
                    request.validateOnly()));
  }

  private static Alteration alteration(AlterClientQuotasRequest.EntryData entry) {
    Map<String, Part> parts = new LinkedHashMap<>();
    entry
        .entity()
        .forEach(
            each -> parts.put(each.entityType(), new Part(each.entityType(), each.entityName())));
    return new Alteration(
        new QuotaEntity(List.copyOf(parts.values())),
        entry.ops().stream()
            .map(each -> new Change(each.key(), each.remove() ? null : each.value()))
            .toList());
  }

  private static List<Result> unresolvable(List<Alteration> asked) {
    List<Result> refused = new ArrayList<>();
    for (Alteration each : asked) {
      List<Part> parts = each.entity().parts();
      String name = parts.size() == 1 ? parts.get(0).name() : null;
      if (name != null && parts.get(0).type().equals(QuotaEntity.IP) && !hasAddress(name)) {
        refused.add(
            new Result(
                each.entity(),
                new Refusal(
                    MetadataFault.INVALID_REQUEST,
                    name + " is not a valid IP or resolvable host.")));
      }
    }
    return refused;
  }

  private static boolean hasAddress(String name) {
    try {
      return name.isEmpty() || InetAddress.getByName(name) != null;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private CompletionStage<@Nullable AlterClientQuotasResponse> decide(
      List<Alteration> alterations, List<Result> refused, boolean validateOnly) {
    return controller
        .submit(new AlterClientQuotas(alterations, validateOnly))
        .thenApply(answer -> response(alterations, refused, answer));
  }

  private static AlterClientQuotasResponse response(
      List<Alteration> alterations, List<Result> refused, Answer<AlterClientQuotas.Reply> answer) {
    List<Result> results = new ArrayList<>(refused);
    if (answer instanceof Answer.Decided<AlterClientQuotas.Reply> decided) {
      results.addAll(decided.reply().results());
    } else if (answer instanceof Answer.Rejected<AlterClientQuotas.Reply> rejected) {
      alterations.forEach(each -> results.add(new Result(each.entity(), rejected.refusal())));
    }
    return AlterClientQuotasResponse.builder()
        .entries(results.stream().map(AlterClientQuotasHandler::entry).toList())
        .build();
  }

  private static AlterClientQuotasResponse.EntryData entry(Result result) {
    Refusal refusal = result.refusal();
    return AlterClientQuotasResponse.EntryData.builder()
        .errorCode(refusal == null ? (short) 0 : WireErrors.of(refusal.fault()).code())
        .errorMessage(refusal == null ? null : refusal.message())
        .entity(
            result.entity().parts().stream()
                .map(
                    part ->
                        AlterClientQuotasResponse.EntityData.builder()
                            .entityType(part.type())
                            .entityName(part.name())
                            .build())
                .toList())
        .build();
  }
}
