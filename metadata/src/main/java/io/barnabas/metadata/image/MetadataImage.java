package io.barnabas.metadata.image;

/**
 * Everything the cluster knows about itself as of one offset of the metadata log.
 *
 * @param provenance the point of the metadata log this image reflects
 */
public record MetadataImage(
    Provenance provenance,
    FeaturesImage features,
    ClusterImage cluster,
    TopicsImage topics,
    ConfigsImage configs,
    ProducerIdsImage producerIds,
    ClientQuotasImage clientQuotas,
    AclsImage acls,
    ScramImage scram,
    DelegationTokensImage delegationTokens) {

  /** What is known before the first record. */
  public static final MetadataImage EMPTY =
      new MetadataImage(
          Provenance.NONE,
          FeaturesImage.EMPTY,
          ClusterImage.EMPTY,
          TopicsImage.EMPTY,
          ConfigsImage.EMPTY,
          ProducerIdsImage.EMPTY,
          ClientQuotasImage.EMPTY,
          AclsImage.EMPTY,
          ScramImage.EMPTY,
          DelegationTokensImage.EMPTY);

  /** The same content as of another point of the log. */
  public MetadataImage at(Provenance other) {
    return new MetadataImage(
        other,
        features,
        cluster,
        topics,
        configs,
        producerIds,
        clientQuotas,
        acls,
        scram,
        delegationTokens);
  }

  /** Whether both came from the same image by no change at all. */
  public boolean isUnchangedSince(MetadataImage other) {
    return features == other.features
        && cluster == other.cluster
        && topics == other.topics
        && configs == other.configs
        && producerIds == other.producerIds
        && clientQuotas == other.clientQuotas
        && acls == other.acls
        && scram == other.scram
        && delegationTokens == other.delegationTokens;
  }
}
