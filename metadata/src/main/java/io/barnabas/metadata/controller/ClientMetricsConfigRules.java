package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.ClientMetricsConfigs;
import io.barnabas.metadata.config.ConfigComplaint;
import io.barnabas.metadata.image.MetadataImage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be set on subscriptions to clients' metrics; setting something makes one. */
public final class ClientMetricsConfigRules implements ConfigRules {
  private final ClientMetricsConfigs configs;

  public ClientMetricsConfigRules(ClientMetricsConfigs configs) {
    this.configs = configs;
  }

  @Override
  public @Nullable Refusal refusal(String resource, MetadataImage image) {
    return resource.isEmpty()
        ? new Refusal(MetadataFault.INVALID_REQUEST, "Subscription name can't be empty")
        : null;
  }

  /** Apache Kafka's controller does not know which of these are lists. */
  @Override
  public boolean hasElements(String name) {
    return false;
  }

  @Override
  public @Nullable Refusal unknown(String name) {
    return configs.definition(name) == null
        ? new Refusal(
            MetadataFault.INVALID_REQUEST, "Unknown client metrics configuration: " + name)
        : null;
  }

  @Override
  public String fallback(String name) {
    return "";
  }

  @Override
  public @Nullable Refusal refusal(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image) {
    ConfigComplaint complaint = configs.complaint(after);
    return complaint == null
        ? null
        : new Refusal(
            complaint.ofRequest() ? MetadataFault.INVALID_REQUEST : MetadataFault.INVALID_CONFIG,
            complaint.message());
  }
}
