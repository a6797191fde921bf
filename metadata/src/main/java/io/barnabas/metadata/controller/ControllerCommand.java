package io.barnabas.metadata.controller;

/**
 * Something the controller can be asked to do.
 *
 * @param <R> what it replies
 */
public sealed interface ControllerCommand<R>
    permits AllocateProducerIds,
        AlterClientQuotas,
        AlterConfigs,
        AlterReassignments,
        AlterScramCredentials,
        CreateAcls,
        DeleteAcls,
        AssignDirectories,
        CreatePartitions,
        CreateTopics,
        DeleteTopics,
        ElectLeaders,
        FenceBroker,
        IncrementalAlterConfigs,
        RegisterBroker,
        RetireBroker,
        UnfenceBroker,
        UnregisterBroker,
        UpdateBroker,
        UpdateFeatures {}
