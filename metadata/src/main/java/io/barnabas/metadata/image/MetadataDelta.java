package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.NoOpRecord;
import io.barnabas.codec.metadata.ProducerIdsRecord;
import io.barnabas.codec.metadata.RemoveTopicRecord;
import io.barnabas.codec.metadata.ZkMigrationStateRecord;

/**
 * The way from one image to the next: records are replayed into it, then it makes the new image,
 * and publishers read from it what changed. Replaying is the only way metadata ever changes. For
 * one thread until {@link #apply} has returned, immutable after that.
 */
public final class MetadataDelta {
  private final MetadataImage base;
  private final FeaturesDelta features;
  private final ClusterDelta cluster;
  private final TopicsDelta topics;
  private final ConfigsDelta configs;
  private final ClientQuotasDelta clientQuotas;
  private final AclsDelta acls;
  private final ScramDelta scram;
  private final DelegationTokensDelta delegationTokens;
  private ProducerIdsImage producerIds;

  public MetadataDelta(MetadataImage base) {
    this.base = base;
    this.features = new FeaturesDelta(base.features());
    this.cluster = new ClusterDelta(base.cluster());
    this.topics = new TopicsDelta(base.topics());
    this.configs = new ConfigsDelta(base.configs());
    this.clientQuotas = new ClientQuotasDelta(base.clientQuotas());
    this.acls = new AclsDelta(base.acls());
    this.scram = new ScramDelta(base.scram());
    this.delegationTokens = new DelegationTokensDelta(base.delegationTokens());
    this.producerIds = base.producerIds();
  }

  /**
   * Applies one record.
   *
   * @throws InvalidMetadataRecordException if it is of a kind that is not supported, or does not
   *     fit
   */
  public void replay(Message record) {
    if (record instanceof RemoveTopicRecord removed) {
      configs.removeAll(ConfigResource.topic(topics.remove(removed)));
      return;
    }
    if (topics.replay(record)
        || configs.replay(record)
        || cluster.replay(record)
        || features.replay(record)
        || replayProducerIds(record)
        || clientQuotas.replay(record)
        || acls.replay(record)
        || scram.replay(record)
        || delegationTokens.replay(record)
        || isWithoutEffect(record)) {
      return;
    }
    throw new InvalidMetadataRecordException(
        "The metadata log contains a "
            + record.getClass().getSimpleName()
            + ", which this version does not support");
  }

  /** Makes the image that results. */
  public MetadataImage apply(Provenance provenance) {
    return new MetadataImage(
        provenance,
        features.apply(),
        cluster.apply(),
        topics.apply(),
        configs.apply(),
        producerIds,
        clientQuotas.apply(),
        acls.apply(),
        scram.apply(),
        delegationTokens.apply());
  }

  /** The image this delta starts from. */
  public MetadataImage base() {
    return base;
  }

  /** What happened to topics. */
  public TopicsDelta topics() {
    return topics;
  }

  /** What happened to configs. */
  public ConfigsDelta configs() {
    return configs;
  }

  /** What happened to client quotas. */
  public ClientQuotasDelta clientQuotas() {
    return clientQuotas;
  }

  /** What happened to ACLs. */
  public AclsDelta acls() {
    return acls;
  }

  /** What happened to SCRAM credentials. */
  public ScramDelta scram() {
    return scram;
  }

  /** What happened to delegation tokens. */
  public DelegationTokensDelta delegationTokens() {
    return delegationTokens;
  }

  /** Whether any node registered, left, or changed. */
  public boolean clusterChanged() {
    return cluster.changed();
  }

  /** Whether any feature level changed. */
  public boolean featuresChanged() {
    return features.changed();
  }

  /** A cluster that once came from ZooKeeper says so in its log; it means nothing any more. */
  private static boolean isWithoutEffect(Message record) {
    return record instanceof NoOpRecord || record instanceof ZkMigrationStateRecord;
  }

  private boolean replayProducerIds(Message record) {
    if (!(record instanceof ProducerIdsRecord ids)) {
      return false;
    }
    if (ids.nextProducerId() < producerIds.nextProducerId()) {
      throw new InvalidMetadataRecordException(
          "Producer ids would go back from "
              + producerIds.nextProducerId()
              + " to "
              + ids.nextProducerId());
    }
    producerIds = new ProducerIdsImage(ids.nextProducerId());
    return true;
  }
}
