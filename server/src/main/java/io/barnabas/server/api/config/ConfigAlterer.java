package io.barnabas.server.api.config;

import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.ControllerCommand;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Reply;
import io.barnabas.metadata.image.ConfigResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What is common to both ways of changing configs: this broker judges its own first, the controller
 * decides about what is left. Any thread.
 */
public final class ConfigAlterer {
  /**
   * A change of one resource.
   *
   * @param change as the controller's command takes it
   * @param then the configs of this broker when it is made; of other resources not looked at
   */
  record Proposal<C>(ConfigResource resource, C change, Map<String, String> then) {}

  private final Controller controller;
  private final OwnConfigs own;

  public ConfigAlterer(Controller controller, OwnConfigs own) {
    this.controller = controller;
    this.own = own;
  }

  /** The configs this broker has now that were set while it ran. */
  Map<String, String> ownNow() {
    return own.now();
  }

  /**
   * Makes the changes that nothing speaks against.
   *
   * @param altered learns how each resource fares; completes the stage
   * @param command the controller's, for changes
   */
  <C> CompletionStage<AlteredResources> alter(
      AlteredResources altered,
      List<Proposal<C>> proposals,
      Function<List<C>, ControllerCommand<Reply>> command) {
    List<C> left = new ArrayList<>();
    CompletionStage<?> judged = CompletableFuture.completedFuture(null);
    for (Proposal<C> each : proposals) {
      judged =
          judged
              .thenCompose(before -> own.complaint(each.resource(), each.then()))
              .thenAccept(
                  complaint -> {
                    if (complaint == null) {
                      left.add(each.change());
                    } else {
                      altered.refuse(each.resource(), complaint);
                    }
                  });
    }
    return judged
        .thenCompose(all -> controller.submit(command.apply(left)))
        .thenApply(
            answer -> {
              altered.take(answer);
              return altered;
            });
  }
}
