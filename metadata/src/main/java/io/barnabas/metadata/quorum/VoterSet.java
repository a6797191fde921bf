package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.KRaftVersionRecord;
import io.barnabas.codec.message.VotersRecord;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who votes in the quorum as far as its log says (KIP-853). With {@code kraft.version} 0 the log
 * says nothing and the configuration of each node does.
 */
record VoterSet(short kraftVersion, List<VotersRecord.Voter> voters) {
  static final VoterSet UNSAID = new VoterSet((short) 0, List.of());

  private static final short DYNAMIC = 1;

  VoterSet {
    voters = List.copyOf(voters);
  }

  /** The set that a quorum of one begins with. */
  static VoterSet of(LocalVoter self) {
    List<VotersRecord.Endpoint> endpoints =
        self.endpoints().stream()
            .map(each -> new VotersRecord.Endpoint(each.listener(), each.host(), each.port()))
            .toList();
    return new VoterSet(
        DYNAMIC,
        List.of(
            VotersRecord.Voter.builder()
                .voterId(self.nodeId())
                .voterDirectoryId(self.directoryId())
                .endpoints(endpoints)
                .kRaftVersionFeature(
                    VotersRecord.KRaftVersionFeature.builder()
                        .minSupportedVersion((short) 0)
                        .maxSupportedVersion(DYNAMIC)
                        .build())
                .build()));
  }

  boolean isInLog() {
    return kraftVersion >= DYNAMIC;
  }

  /** The set after a control record, which may be about something else. */
  VoterSet after(Message control) {
    if (control instanceof KRaftVersionRecord version) {
      if (version.kRaftVersion() < 0 || version.kRaftVersion() > DYNAMIC) {
        throw new MetadataCorruptionException(
            "The metadata log requires kraft.version "
                + version.kRaftVersion()
                + "; this version supports 0 to "
                + DYNAMIC
                + ", a newer one may support that");
      }
      return new VoterSet(version.kRaftVersion(), voters);
    }
    return control instanceof VotersRecord record
        ? new VoterSet(kraftVersion, record.voters())
        : this;
  }

  /** The control records that bring this set about; none where the log says nothing. */
  List<Message> records() {
    return isInLog()
        ? List.of(
            KRaftVersionRecord.builder().kRaftVersion(kraftVersion).build(),
            VotersRecord.builder().voters(voters).build())
        : List.of();
  }

  /** The directory in which a voter keeps the log; {@link Uuid#ZERO} where it is not said. */
  Uuid directoryOf(int nodeId) {
    return voters.stream()
        .filter(voter -> voter.voterId() == nodeId)
        .map(VotersRecord.Voter::voterDirectoryId)
        .findFirst()
        .orElse(Uuid.ZERO);
  }

  /** Refuses a set of anybody else: a quorum of several must not be led by one of them alone. */
  void requireOnly(int nodeId) {
    if (voters.stream().anyMatch(voter -> voter.voterId() != nodeId)) {
      String ids =
          voters.stream().map(each -> "" + each.voterId()).collect(Collectors.joining(", "));
      throw new MetadataCorruptionException(
          "The metadata log belongs to a quorum of nodes "
              + ids
              + "; this version runs as a single node, "
              + nodeId
              + ". MirrorMaker 2 brings its topics over");
    }
  }
}
