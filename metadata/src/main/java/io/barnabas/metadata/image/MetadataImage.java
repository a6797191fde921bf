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
    ProducerIdsImage producerIds) {

  /** What is known before the first record. */
  public static final MetadataImage EMPTY =
      new MetadataImage(
          Provenance.NONE,
          FeaturesImage.EMPTY,
          ClusterImage.EMPTY,
          TopicsImage.EMPTY,
          ConfigsImage.EMPTY,
          ProducerIdsImage.EMPTY);

  /** The same content as of another point of the log. */
  public MetadataImage at(Provenance other) {
    return new MetadataImage(other, features, cluster, topics, configs, producerIds);
  }
}
