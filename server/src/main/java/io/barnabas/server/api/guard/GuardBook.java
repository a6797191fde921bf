package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Message;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.server.api.access.Access;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The guards of all APIs, as they are put together. */
final class GuardBook {
  private final Map<ApiKey, Guard<?, ?>> guards = new EnumMap<>(ApiKey.class);

  @Nullable Guard<?, ?> of(ApiKey key) {
    return guards.get(key);
  }

  void put(ApiKey key, Guard<?, ?> guard) {
    if (guards.put(key, guard) != null) {
      throw new IllegalArgumentException("two guards for " + key.wireName());
    }
  }

  /** Everybody may ask this, or the handler itself knows who may. */
  void open(ApiKey key) {
    put(key, (access, request) -> Admission.whole(request));
  }

  /** Whoever may do something with the cluster may ask this. */
  <Q extends Message, R extends Message> void onCluster(
      ApiKey key, AclOperation operation, BiFunction<Access, Q, R> refusal) {
    Guard<Q, R> guard =
        (access, request) ->
            access.mayOnCluster(operation)
                ? Admission.whole(request)
                : Admission.refused(refusal.apply(access, request));
    put(key, guard);
  }
}
