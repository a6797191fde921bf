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
        CreateDelegationToken,
        CreatePartitions,
        CreateTopics,
        DeleteTopics,
        ElectLeaders,
        ExpireDelegationToken,
        FenceBroker,
        IncrementalAlterConfigs,
        RegisterBroker,
        RenewDelegationToken,
        RetireBroker,
        SweepDelegationTokens,
        UnfenceBroker,
        UnregisterBroker,
        UnregisterController,
        UpdateBroker,
        UpdateFeatures {}
