package io.barnabas.server.api.config;

import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.Settings;
import io.barnabas.server.tls.TlsListeners;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this broker alone can judge of changes to its own configs, and does before the controller
 * decides: whether the files they name can be used. Any thread.
 */
public final class OwnConfigs {
  private final Settings settings;
  private final ConfigResource self;
  private final Supplier<MetadataImage> image;
  private final TlsListeners tls;
  private final Executor disk;

  /**
   * The configs of one broker.
   *
   * @param disk runs what may wait for the disk
   */
  public OwnConfigs(
      Settings settings,
      int nodeId,
      Supplier<MetadataImage> image,
      TlsListeners tls,
      Executor disk) {
    this.settings = settings;
    this.self = ConfigResource.broker(nodeId);
    this.image = image;
    this.tls = tls;
    this.disk = disk;
  }

  /** What was set on this broker while it ran. */
  Map<String, String> now() {
    return image.get().configs().configs(self);
  }

  /**
   * Why a resource cannot have these configs; completed with null if it can, as far as this broker
   * is concerned.
   */
  CompletionStage<@Nullable String> complaint(ConfigResource resource, Map<String, String> then) {
    if (!resource.equals(self) || then.keySet().stream().noneMatch(tls::obeys)) {
      return CompletableFuture.completedFuture(null);
    }
    Settings settingsThen;
    try {
      settingsThen = RunTimeSettings.asOf(settings, image.get().configs(), then);
    } catch (ConfigException wrong) {
      return CompletableFuture.completedFuture(null); // The controller says so in its own words.
    }
    return CompletableFuture.supplyAsync(() -> tls.complaint(settingsThen), disk);
  }
}
