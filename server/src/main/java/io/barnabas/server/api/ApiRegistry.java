package io.barnabas.server.api;

import io.barnabas.codec.ApiKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one list of what this broker answers. Lookup of handlers, the ApiVersions answer and
 * everything else that depends on which APIs there are come from here. Immutable.
 */
public final class ApiRegistry {
  private final Map<ApiKey, ApiHandler<?, ?>> handlers;
  private final List<ApiSpec> specs;

  /** A registry of these handlers; no two of them may answer the same key. */
  public ApiRegistry(Collection<? extends ApiHandler<?, ?>> handlers) {
    Map<ApiKey, ApiHandler<?, ?>> byKey = new EnumMap<>(ApiKey.class);
    List<ApiSpec> listed = new ArrayList<>();
    for (ApiHandler<?, ?> handler : handlers) {
      if (byKey.put(handler.spec().key(), handler) != null) {
        throw new IllegalArgumentException("two handlers for " + handler.spec().key().wireName());
      }
      listed.add(handler.spec());
    }
    listed.sort(Comparator.comparing(ApiSpec::key));
    this.handlers = Collections.unmodifiableMap(byKey);
    this.specs = List.copyOf(listed);
  }

  /** The handler of a key, or null when this broker does not answer it. */
  public @Nullable ApiHandler<?, ?> handler(ApiKey key) {
    return handlers.get(key);
  }

  /** All APIs answered, by key. */
  public List<ApiSpec> specs() {
    return specs;
  }
}
