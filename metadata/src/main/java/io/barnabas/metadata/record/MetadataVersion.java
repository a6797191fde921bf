package io.barnabas.metadata.record;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.BrokerRegistrationChangeRecord;
import io.barnabas.codec.metadata.PartitionChangeRecord;
import io.barnabas.codec.metadata.PartitionRecord;
import io.barnabas.codec.metadata.RegisterBrokerRecord;

/**
 * A level of the feature {@code metadata.version}: it says which record formats a metadata log may
 * contain, so that a node that cannot read them refuses to start instead of guessing. The numbers
 * are Kafka's (KIP-778).
 *
 * @param level {@link #MINIMUM} to {@link #LATEST}
 */
public record MetadataVersion(short level) {
  /** Name of the feature. */
  public static final String FEATURE = "metadata.version";

  /** 3.7-IV4, the first release level with log directory ids in partition records (KIP-858). */
  public static final short MINIMUM = 19;

  public static final short LATEST = 33;

  /** What Apache Kafka calls that level. */
  public static final String LATEST_NAME = "4.4-IV2";

  private static final short ELIGIBLE_LEADERS = 23;
  private static final short CORDONED_DIRECTORIES = 30;

  /** 4.4-IV1. */
  private static final short ACL_RANGES = 32;

  /** 4.4-IV2. */
  private static final short CONTROLLER_UNREGISTRATION = 33;

  public MetadataVersion {
    if (level < MINIMUM || level > LATEST) {
      throw new IllegalArgumentException(
          FEATURE + " " + level + " is not between " + MINIMUM + " and " + LATEST);
    }
  }

  /** Puts the version on a record that this level calls for. */
  public MetadataRecord record(Message message) {
    return new MetadataRecord(message, versionOf(message));
  }

  /** Whether ACLs may speak of ranges of hosts. */
  public boolean supportsAclRanges() {
    return level >= ACL_RANGES;
  }

  /** Whether the log may say that a controller is gone. */
  public boolean supportsControllerUnregistration() {
    return level >= CONTROLLER_UNREGISTRATION;
  }

  private short versionOf(Message message) {
    if (message instanceof PartitionRecord || message instanceof PartitionChangeRecord) {
      return (short) (level < ELIGIBLE_LEADERS ? 1 : 2);
    }
    if (message instanceof RegisterBrokerRecord) {
      return (short) (level < CORDONED_DIRECTORIES ? 3 : 4);
    }
    if (message instanceof BrokerRegistrationChangeRecord) {
      return (short) (level < CORDONED_DIRECTORIES ? 2 : 3);
    }
    return 0;
  }
}
