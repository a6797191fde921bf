package io.barnabas.codec.proof;

/**
 * One message in one version, in Kafka's code and in ours.
 *
 * @param kafkaClass Kafka's generated class
 * @param ourClass our generated record
 */
record MessageCase(Class<?> kafkaClass, Class<?> ourClass, short version) {

  @Override
  public String toString() {
    return ourClass.getSimpleName() + " version " + version;
  }
}
