package io.barnabas.metadata.controller;

import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.ConfigResource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Knows which rules decide which command. */
final class RuleBook {
  private final Map<Class<?>, CommandRules<?, ?>> rules = new HashMap<>();

  RuleBook(
      ControllerSettings settings,
      TopicConfigs configs,
      Map<ConfigResource.Type, ConfigRules> otherConfigs) {
    Map<ConfigResource.Type, ConfigRules> byKind = new EnumMap<>(ConfigResource.Type.class);
    byKind.putAll(otherConfigs);
    byKind.put(ConfigResource.Type.TOPIC, new TopicConfigRules(configs));
    ConfigKinds kinds = new ConfigKinds(byKind);
    Elections elections = new Elections(configs);
    BrokerStateRules brokerState = new BrokerStateRules(elections);
    put(CreateTopics.class, new CreateTopicsRules(settings, configs));
    put(DeleteTopics.class, new DeleteTopicsRules());
    put(CreatePartitions.class, new CreatePartitionsRules());
    put(IncrementalAlterConfigs.class, new IncrementalAlterConfigsRules(kinds));
    put(AlterClientQuotas.class, new AlterClientQuotasRules());
    put(AlterConfigs.class, new AlterConfigsRules(kinds));
    put(AllocateProducerIds.class, new AllocateProducerIdsRules());
    put(ElectLeaders.class, new ElectLeadersRules());
    put(CreateAcls.class, new CreateAclsRules());
    put(DeleteAcls.class, new DeleteAclsRules());
    put(AlterScramCredentials.class, new AlterScramCredentialsRules());
    DelegationTokenRules tokens = new DelegationTokenRules();
    put(CreateDelegationToken.class, tokens::create);
    put(RenewDelegationToken.class, tokens::renew);
    put(ExpireDelegationToken.class, tokens::expire);
    put(SweepDelegationTokens.class, tokens::sweep);
    put(AlterReassignments.class, new AlterReassignmentsRules());
    put(UpdateFeatures.class, new UpdateFeaturesRules(configs.nodeId()));
    put(RegisterBroker.class, new RegisterBrokerRules(elections));
    put(AssignDirectories.class, new AssignDirectoriesRules(elections));
    put(FenceBroker.class, brokerState::fence);
    put(RetireBroker.class, brokerState::retire);
    put(UnfenceBroker.class, brokerState::unfence);
    put(UnregisterBroker.class, brokerState::unregister);
    put(UnregisterController.class, new UnregisterControllerRules(configs.nodeId()));
    put(UpdateBroker.class, brokerState::update);
  }

  @SuppressWarnings("unchecked") // put() pairs each command class with rules for it
  <R> Decision<R> decide(ControllerCommand<R> command, Situation situation) {
    CommandRules<ControllerCommand<R>, R> found =
        (CommandRules<ControllerCommand<R>, R>) rules.get(command.getClass());
    if (found == null) {
      throw new IllegalStateException("no rules for " + command.getClass().getSimpleName());
    }
    return found.decide(command, situation);
  }

  private <C extends ControllerCommand<R>, R> void put(
      Class<C> command, CommandRules<C, R> commandRules) {
    rules.put(command, commandRules);
  }
}
