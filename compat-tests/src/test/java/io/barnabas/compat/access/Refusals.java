package io.barnabas.compat.access;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.AddOffsetsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddRaftVoterRequestData;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterConfigsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreatePartitionsRequestData;
import org.apache.kafka.common.message.CreateTopicsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteRecordsRequestData;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeQuorumRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListConfigResourcesRequestData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetForLeaderEpochRequestData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.RemoveRaftVoterRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.UnregisterBrokerRequestData;
import org.apache.kafka.common.message.UnregisterControllerRequestData;
import org.apache.kafka.common.message.UpdateFeaturesRequestData;
import org.apache.kafka.common.message.WriteTxnMarkersRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** One {@link Refusal} for each API there is; an API that is added needs one. */
final class Refusals {
  private static final Set<Errors> TOPIC = Set.of(Errors.TOPIC_AUTHORIZATION_FAILED);
  private static final Set<Errors> GROUP = Set.of(Errors.GROUP_AUTHORIZATION_FAILED);
  private static final Set<Errors> CLUSTER = Set.of(Errors.CLUSTER_AUTHORIZATION_FAILED);
  private static final Set<Errors> ID = Set.of(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
  private static final Set<Errors> NOTHING_SHOWN = Set.of();

  /** Everybody may ask these: they are about the client or its connection alone. */
  static final Set<ApiKeys> OPEN =
      Set.of(
          ApiKeys.API_VERSIONS,
          ApiKeys.SASL_HANDSHAKE,
          ApiKeys.SASL_AUTHENTICATE,
          ApiKeys.GET_TELEMETRY_SUBSCRIPTIONS,
          ApiKeys.PUSH_TELEMETRY,
          // Refused to whoever has not proven who they are.
          ApiKeys.CREATE_DELEGATION_TOKEN,
          ApiKeys.RENEW_DELEGATION_TOKEN,
          ApiKeys.EXPIRE_DELEGATION_TOKEN,
          ApiKeys.DESCRIBE_DELEGATION_TOKEN);

  private final Map<ApiKeys, Refusal> all = new EnumMap<>(ApiKeys.class);

  Refusals() {
    records();
    topics();
    groups();
    transactions();
    cluster();
    configs();
    administration();
  }

  Refusal of(ApiKeys api) {
    return all.get(api);
  }

  private void put(ApiKeys api, int maxVersion, Set<Errors> errors, Refusal.About about) {
    all.put(api, new Refusal(api, (short) maxVersion, about, errors));
  }

  private void put(ApiKeys api, Set<Errors> errors, Refusal.About about) {
    put(api, Short.MAX_VALUE, errors, about);
  }

  private static MemoryRecords oneRecord() {
    return MemoryRecords.withRecords(
        Compression.NONE, new SimpleRecord("x".getBytes(StandardCharsets.UTF_8)));
  }

  private void records() {
    put(
        ApiKeys.PRODUCE,
        12,
        TOPIC,
        (name, version) -> {
          var topics = new ProduceRequestData.TopicProduceDataCollection();
          topics.add(
              new ProduceRequestData.TopicProduceData()
                  .setName(name)
                  .setPartitionData(
                      List.of(
                          new ProduceRequestData.PartitionProduceData()
                              .setIndex(0)
                              .setRecords(oneRecord()))));
          return new ProduceRequestData()
              .setAcks((short) 1)
              .setTimeoutMs(1000)
              .setTopicData(topics);
        });
    put(
        ApiKeys.FETCH,
        12,
        TOPIC,
        (name, version) ->
            new FetchRequestData()
                .setMaxBytes(1000)
                .setTopics(
                    List.of(
                        new FetchRequestData.FetchTopic()
                            .setTopic(name)
                            .setPartitions(
                                List.of(
                                    new FetchRequestData.FetchPartition()
                                        .setPartition(0)
                                        .setPartitionMaxBytes(1000))))));
    put(
        ApiKeys.LIST_OFFSETS,
        TOPIC,
        (name, version) ->
            new ListOffsetsRequestData()
                .setReplicaId(-1)
                .setTopics(
                    List.of(
                        new ListOffsetsRequestData.ListOffsetsTopic()
                            .setName(name)
                            .setPartitions(
                                List.of(
                                    new ListOffsetsRequestData.ListOffsetsPartition()
                                        .setTimestamp(-1))))));
    put(
        ApiKeys.OFFSET_FOR_LEADER_EPOCH,
        TOPIC,
        (name, version) -> {
          var topics = new OffsetForLeaderEpochRequestData.OffsetForLeaderTopicCollection();
          topics.add(
              new OffsetForLeaderEpochRequestData.OffsetForLeaderTopic()
                  .setTopic(name)
                  .setPartitions(
                      List.of(new OffsetForLeaderEpochRequestData.OffsetForLeaderPartition())));
          return new OffsetForLeaderEpochRequestData().setReplicaId(-2).setTopics(topics);
        });
    put(
        ApiKeys.DELETE_RECORDS,
        TOPIC,
        (name, version) ->
            new DeleteRecordsRequestData()
                .setTopics(
                    List.of(
                        new DeleteRecordsRequestData.DeleteRecordsTopic()
                            .setName(name)
                            .setPartitions(
                                List.of(new DeleteRecordsRequestData.DeleteRecordsPartition())))));
  }

  private void topics() {
    put(
        ApiKeys.METADATA,
        TOPIC,
        (name, version) ->
            new MetadataRequestData()
                .setAllowAutoTopicCreation(true)
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic().setName(name))));
    put(
        ApiKeys.DESCRIBE_TOPIC_PARTITIONS,
        TOPIC,
        (name, version) ->
            new DescribeTopicPartitionsRequestData()
                .setTopics(
                    List.of(new DescribeTopicPartitionsRequestData.TopicRequest().setName(name))));
    put(
        ApiKeys.CREATE_TOPICS,
        TOPIC,
        (name, version) -> {
          var topics = new CreateTopicsRequestData.CreatableTopicCollection();
          topics.add(
              new CreateTopicsRequestData.CreatableTopic()
                  .setName(name)
                  .setNumPartitions(1)
                  .setReplicationFactor((short) 1));
          return new CreateTopicsRequestData().setTopics(topics);
        });
    put(
        ApiKeys.DELETE_TOPICS,
        TOPIC,
        (name, version) ->
            version < 6
                ? new DeleteTopicsRequestData().setTopicNames(List.of(name))
                : new DeleteTopicsRequestData()
                    .setTopics(
                        List.of(new DeleteTopicsRequestData.DeleteTopicState().setName(name))));
    put(
        ApiKeys.CREATE_PARTITIONS,
        TOPIC,
        (name, version) -> {
          var topics = new CreatePartitionsRequestData.CreatePartitionsTopicCollection();
          topics.add(
              new CreatePartitionsRequestData.CreatePartitionsTopic().setName(name).setCount(5));
          return new CreatePartitionsRequestData().setTopics(topics);
        });
    put(
        ApiKeys.DESCRIBE_PRODUCERS,
        TOPIC,
        (name, version) -> {
          var topics = new DescribeProducersRequestData.TopicRequestCollection();
          topics.add(
              new DescribeProducersRequestData.TopicRequest()
                  .setName(name)
                  .setPartitionIndexes(List.of(0)));
          return new DescribeProducersRequestData().setTopics(topics);
        });
  }

  private void groups() {
    put(
        ApiKeys.FIND_COORDINATOR,
        GROUP,
        (name, version) ->
            version < 4
                ? new FindCoordinatorRequestData().setKey(name)
                : new FindCoordinatorRequestData().setCoordinatorKeys(List.of(name)));
    put(
        ApiKeys.JOIN_GROUP,
        GROUP,
        (name, version) ->
            new JoinGroupRequestData()
                .setGroupId(name)
                .setSessionTimeoutMs(10_000)
                .setProtocolType("consumer"));
    put(
        ApiKeys.SYNC_GROUP,
        GROUP,
        (name, version) ->
            new SyncGroupRequestData().setGroupId(name).setProtocolType("c").setProtocolName("r"));
    put(
        ApiKeys.HEARTBEAT,
        GROUP,
        (name, version) -> new HeartbeatRequestData().setGroupId(name).setMemberId("m"));
    put(
        ApiKeys.LEAVE_GROUP,
        GROUP,
        (name, version) -> new LeaveGroupRequestData().setGroupId(name));
    put(
        ApiKeys.OFFSET_COMMIT,
        9,
        GROUP,
        (name, version) ->
            new OffsetCommitRequestData()
                .setGroupId(name)
                .setTopics(
                    List.of(
                        new OffsetCommitRequestData.OffsetCommitRequestTopic()
                            .setName(name)
                            .setPartitions(
                                List.of(
                                    new OffsetCommitRequestData.OffsetCommitRequestPartition())))));
    put(
        ApiKeys.OFFSET_FETCH,
        GROUP,
        (name, version) ->
            version < 8
                ? new OffsetFetchRequestData()
                    .setGroupId(name)
                    .setTopics(
                        List.of(
                            new OffsetFetchRequestData.OffsetFetchRequestTopic()
                                .setName(name)
                                .setPartitionIndexes(List.of(0))))
                : new OffsetFetchRequestData()
                    .setGroups(
                        List.of(
                            new OffsetFetchRequestData.OffsetFetchRequestGroup()
                                .setGroupId(name)
                                .setTopics(null))));
    put(
        ApiKeys.OFFSET_DELETE,
        GROUP,
        (name, version) -> new OffsetDeleteRequestData().setGroupId(name));
    put(
        ApiKeys.DESCRIBE_GROUPS,
        GROUP,
        (name, version) -> new DescribeGroupsRequestData().setGroups(List.of(name)));
    put(ApiKeys.LIST_GROUPS, NOTHING_SHOWN, (name, version) -> new ListGroupsRequestData());
    put(
        ApiKeys.DELETE_GROUPS,
        GROUP,
        (name, version) -> new DeleteGroupsRequestData().setGroupsNames(List.of(name)));
    put(
        ApiKeys.CONSUMER_GROUP_HEARTBEAT,
        GROUP,
        (name, version) -> new ConsumerGroupHeartbeatRequestData().setGroupId(name));
    put(
        ApiKeys.CONSUMER_GROUP_DESCRIBE,
        GROUP,
        (name, version) -> new ConsumerGroupDescribeRequestData().setGroupIds(List.of(name)));
  }

  private void transactions() {
    put(
        ApiKeys.INIT_PRODUCER_ID,
        ID,
        (name, version) ->
            new InitProducerIdRequestData().setTransactionalId(name).setTransactionTimeoutMs(1000));
    put(
        ApiKeys.ADD_PARTITIONS_TO_TXN,
        3,
        ID,
        (name, version) -> {
          var topics = new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection();
          topics.add(
              new AddPartitionsToTxnRequestData.AddPartitionsToTxnTopic()
                  .setName(name)
                  .setPartitions(List.of(0)));
          return new AddPartitionsToTxnRequestData()
              .setV3AndBelowTransactionalId(name)
              .setV3AndBelowTopics(topics);
        });
    put(
        ApiKeys.ADD_OFFSETS_TO_TXN,
        ID,
        (name, version) ->
            new AddOffsetsToTxnRequestData().setTransactionalId(name).setGroupId(name));
    put(ApiKeys.END_TXN, ID, (name, version) -> new EndTxnRequestData().setTransactionalId(name));
    put(
        ApiKeys.TXN_OFFSET_COMMIT,
        ID,
        (name, version) ->
            new TxnOffsetCommitRequestData()
                .setTransactionalId(name)
                .setGroupId(name)
                .setTopics(
                    List.of(
                        new TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic()
                            .setName(name)
                            .setPartitions(
                                List.of(
                                    new TxnOffsetCommitRequestData
                                        .TxnOffsetCommitRequestPartition())))));
    put(
        ApiKeys.WRITE_TXN_MARKERS,
        CLUSTER,
        (name, version) ->
            new WriteTxnMarkersRequestData()
                .setMarkers(
                    List.of(
                        new WriteTxnMarkersRequestData.WritableTxnMarker()
                            .setTopics(
                                List.of(
                                    new WriteTxnMarkersRequestData.WritableTxnMarkerTopic()
                                        .setName(name)
                                        .setPartitionIndexes(List.of(0)))))));
    put(
        ApiKeys.DESCRIBE_TRANSACTIONS,
        ID,
        (name, version) ->
            new DescribeTransactionsRequestData().setTransactionalIds(List.of(name)));
    put(
        ApiKeys.LIST_TRANSACTIONS,
        NOTHING_SHOWN,
        (name, version) -> new ListTransactionsRequestData());
  }

  private void cluster() {
    put(
        ApiKeys.DESCRIBE_CLUSTER,
        NOTHING_SHOWN,
        (name, version) ->
            new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true));
    put(
        ApiKeys.DESCRIBE_QUORUM,
        CLUSTER,
        (name, version) ->
            new DescribeQuorumRequestData()
                .setTopics(List.of(new DescribeQuorumRequestData.TopicData().setTopicName(name))));
    put(
        ApiKeys.DESCRIBE_LOG_DIRS,
        Set.of(Errors.CLUSTER_AUTHORIZATION_FAILED, Errors.NONE),
        (name, version) -> new DescribeLogDirsRequestData().setTopics(null));
    put(
        ApiKeys.ALTER_REPLICA_LOG_DIRS,
        CLUSTER,
        (name, version) -> {
          var topics = new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopicCollection();
          topics.add(
              new AlterReplicaLogDirsRequestData.AlterReplicaLogDirTopic()
                  .setName(name)
                  .setPartitions(List.of(0)));
          var request = new AlterReplicaLogDirsRequestData();
          request
              .dirs()
              .add(
                  new AlterReplicaLogDirsRequestData.AlterReplicaLogDir()
                      .setPath("/nowhere")
                      .setTopics(topics));
          return request;
        });
    put(
        ApiKeys.ELECT_LEADERS,
        CLUSTER,
        (name, version) -> {
          var topics = new ElectLeadersRequestData.TopicPartitionsCollection();
          topics.add(
              new ElectLeadersRequestData.TopicPartitions()
                  .setTopic(name)
                  .setPartitions(List.of(0)));
          return new ElectLeadersRequestData().setTopicPartitions(topics);
        });
    put(
        ApiKeys.ALTER_PARTITION_REASSIGNMENTS,
        CLUSTER,
        (name, version) ->
            new AlterPartitionReassignmentsRequestData()
                .setTopics(
                    List.of(
                        new AlterPartitionReassignmentsRequestData.ReassignableTopic()
                            .setName(name)
                            .setPartitions(
                                List.of(
                                    new AlterPartitionReassignmentsRequestData
                                        .ReassignablePartition())))));
    put(
        ApiKeys.LIST_PARTITION_REASSIGNMENTS,
        CLUSTER,
        (name, version) -> new ListPartitionReassignmentsRequestData().setTopics(null));
    put(
        ApiKeys.UNREGISTER_BROKER,
        CLUSTER,
        (name, version) -> new UnregisterBrokerRequestData().setBrokerId(77));
    put(
        ApiKeys.UNREGISTER_CONTROLLER,
        CLUSTER,
        (name, version) -> new UnregisterControllerRequestData().setControllerId(77));
    put(ApiKeys.ADD_RAFT_VOTER, CLUSTER, (name, version) -> new AddRaftVoterRequestData());
    put(ApiKeys.REMOVE_RAFT_VOTER, CLUSTER, (name, version) -> new RemoveRaftVoterRequestData());
    put(ApiKeys.UPDATE_FEATURES, CLUSTER, (name, version) -> new UpdateFeaturesRequestData());
  }

  private void configs() {
    put(
        ApiKeys.DESCRIBE_CONFIGS,
        TOPIC,
        (name, version) ->
            new DescribeConfigsRequestData()
                .setResources(
                    List.of(
                        new DescribeConfigsRequestData.DescribeConfigsResource()
                            .setResourceType((byte) 2)
                            .setResourceName(name)
                            .setConfigurationKeys(null))));
    put(
        ApiKeys.ALTER_CONFIGS,
        TOPIC,
        (name, version) -> {
          var resources = new AlterConfigsRequestData.AlterConfigsResourceCollection();
          resources.add(
              new AlterConfigsRequestData.AlterConfigsResource()
                  .setResourceType((byte) 2)
                  .setResourceName(name));
          return new AlterConfigsRequestData().setResources(resources);
        });
    put(
        ApiKeys.INCREMENTAL_ALTER_CONFIGS,
        TOPIC,
        (name, version) -> {
          var resources = new IncrementalAlterConfigsRequestData.AlterConfigsResourceCollection();
          resources.add(
              new IncrementalAlterConfigsRequestData.AlterConfigsResource()
                  .setResourceType((byte) 2)
                  .setResourceName(name));
          return new IncrementalAlterConfigsRequestData().setResources(resources);
        });
    put(
        ApiKeys.LIST_CONFIG_RESOURCES,
        CLUSTER,
        (name, version) -> new ListConfigResourcesRequestData());
  }

  private void administration() {
    put(
        ApiKeys.DESCRIBE_ACLS,
        CLUSTER,
        (name, version) ->
            new DescribeAclsRequestData()
                .setResourceTypeFilter((byte) 1)
                .setPatternTypeFilter((byte) 1)
                .setResourceNameFilter(name)
                .setOperation((byte) 1)
                .setPermissionType((byte) 1));
    put(
        ApiKeys.CREATE_ACLS,
        CLUSTER,
        (name, version) ->
            new CreateAclsRequestData()
                .setCreations(
                    List.of(
                        new CreateAclsRequestData.AclCreation()
                            .setResourceType((byte) 2)
                            .setResourceName(name)
                            .setResourcePatternType((byte) 3)
                            .setPrincipal("User:ANONYMOUS")
                            .setHost("*")
                            .setOperation((byte) 2)
                            .setPermissionType((byte) 3))));
    put(
        ApiKeys.DELETE_ACLS,
        CLUSTER,
        (name, version) ->
            new DeleteAclsRequestData()
                .setFilters(
                    List.of(
                        new DeleteAclsRequestData.DeleteAclsFilter()
                            .setResourceTypeFilter((byte) 1)
                            .setPatternTypeFilter((byte) 1)
                            .setResourceNameFilter(name)
                            .setOperation((byte) 1)
                            .setPermissionType((byte) 1))));
    put(
        ApiKeys.DESCRIBE_CLIENT_QUOTAS,
        CLUSTER,
        (name, version) -> new DescribeClientQuotasRequestData());
    put(
        ApiKeys.ALTER_CLIENT_QUOTAS,
        CLUSTER,
        (name, version) ->
            new AlterClientQuotasRequestData()
                .setEntries(
                    List.of(
                        new AlterClientQuotasRequestData.EntryData()
                            .setEntity(
                                List.of(
                                    new AlterClientQuotasRequestData.EntityData()
                                        .setEntityType("user")
                                        .setEntityName(name))))));
    put(
        ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
        CLUSTER,
        (name, version) -> new DescribeUserScramCredentialsRequestData().setUsers(null));
    put(
        ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
        CLUSTER,
        (name, version) ->
            new AlterUserScramCredentialsRequestData()
                .setDeletions(
                    List.of(
                        new AlterUserScramCredentialsRequestData.ScramCredentialDeletion()
                            .setName(name)
                            .setMechanism((byte) 1))));
  }
}
