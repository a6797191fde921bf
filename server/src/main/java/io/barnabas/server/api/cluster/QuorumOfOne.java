package io.barnabas.server.api.cluster;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a quorum that is one node answers to changes of who votes (KIP-853): each is checked in
 * Apache Kafka's order, and none can be made. Any thread.
 */
public final class QuorumOfOne {
  /** Why a change is not made. */
  record Refused(ErrorCode error, String message) {}

  private final String clusterId;
  private final int nodeId;
  private final String controllerListener;
  private final BooleanSupplier votersInLog;

  /**
   * The quorum of a node.
   *
   * @param controllerListener the first of {@code controller.listener.names}
   * @param votersInLog whether the log says who votes: {@code kraft.version} is 1
   */
  public QuorumOfOne(
      String clusterId, int nodeId, String controllerListener, BooleanSupplier votersInLog) {
    this.clusterId = clusterId;
    this.nodeId = nodeId;
    this.controllerListener = controllerListener;
    this.votersInLog = votersInLog;
  }

  Refused add(@Nullable String cluster, int voterId, Uuid voterDirectory, List<String> listeners) {
    Refused refused = wrongCluster(cluster);
    if (refused != null) {
      return refused;
    }
    if (!isVoterKey(voterId, voterDirectory)) {
      return invalid("Add voter request didn't include a valid voter");
    }
    if (!listeners.contains(controllerListener)) {
      return invalid(
          "Add voter request didn't include the endpoint for the default listener "
              + controllerListener);
    }
    if (!votersInLog.getAsBoolean()) {
      return ofStaticQuorum("adding");
    }
    return voterId == nodeId
        ? new Refused(
            ErrorCode.DUPLICATE_VOTER,
            "The voter id " + voterId + " is already part of the set of voters [" + nodeId + "].")
        : invalid("This version runs as a quorum of one node; it cannot have another voter.");
  }

  /** The last voter is not found either, as in Apache Kafka. */
  Refused remove(@Nullable String cluster, int voterId, Uuid voterDirectory) {
    Refused refused = wrongCluster(cluster);
    if (refused != null) {
      return refused;
    }
    if (!isVoterKey(voterId, voterDirectory)) {
      return invalid("Remove voter request didn't include a valid voter");
    }
    if (!votersInLog.getAsBoolean()) {
      return ofStaticQuorum("removing");
    }
    return new Refused(
        ErrorCode.VOTER_NOT_FOUND,
        "Cannot remove voter "
            + voterId
            + " in directory "
            + voterDirectory
            + " from the set of voters ["
            + nodeId
            + "]");
  }

  private @Nullable Refused wrongCluster(@Nullable String asked) {
    return asked == null || asked.equals(clusterId)
        ? null
        : new Refused(
            ErrorCode.INCONSISTENT_CLUSTER_ID,
            "The given id \"" + asked + "\" doesn't match the cluster id \"" + clusterId + "\"");
  }

  private static boolean isVoterKey(int voterId, Uuid directory) {
    return voterId >= 0 && !directory.equals(Uuid.ZERO);
  }

  private static Refused ofStaticQuorum(String what) {
    return new Refused(
        ErrorCode.UNSUPPORTED_VERSION,
        "Cluster doesn't support " + what + " voter because the kraft.version feature is 0");
  }

  private static Refused invalid(String message) {
    return new Refused(ErrorCode.INVALID_REQUEST, message);
  }
}
