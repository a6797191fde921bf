package io.barnabas.server.api.fetch;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.fetch.FetchClient;
import io.barnabas.server.fetch.FetchKey;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Whoever sent one fetch. Asked about partitions by one thread. */
final class FetchAsker implements FetchClient {
  private final RequestContext context;
  private final ClusterView cluster;
  private final Authorization authorization;
  private @Nullable FetchKey lastAsked;
  private boolean lastAnswer;

  FetchAsker(RequestContext context, ClusterView cluster, Authorization authorization) {
    this.context = context;
    this.cluster = cluster;
    this.authorization = authorization;
  }

  @Override
  public Executor executor() {
    return context.connection().executor();
  }

  /** Partitions of a topic come together, and are asked about once. */
  @Override
  public boolean mayRead(FetchKey key) {
    if (!authorization.isActive()) {
      return true;
    }
    if (lastAsked == null || !lastAsked.sameTopic(key)) {
      lastAnswer = mayReadTopic(key);
      lastAsked = key;
    }
    return lastAnswer;
  }

  /** An id that no topic has is told as such. */
  private boolean mayReadTopic(FetchKey key) {
    String name = key.topic();
    if (key.usesTopicId()) {
      TopicImage topic = cluster.image().topics().topic(key.topicId());
      if (topic == null) {
        return true;
      }
      name = topic.name();
    }
    return authorization.allows(context, AclOperation.READ, ResourceType.TOPIC, name);
  }

  @Override
  public Runnable onGone(Runnable hook) {
    return context.connection().onClose(hook);
  }
}
