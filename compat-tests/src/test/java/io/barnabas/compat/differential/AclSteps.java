package io.barnabas.compat.differential;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData.AclCreation;
import org.apache.kafka.common.message.DeleteAclsRequestData;
import org.apache.kafka.common.message.DeleteAclsRequestData.DeleteAclsFilter;
import org.apache.kafka.common.message.DescribeAclsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Steps that change and describe ACLs. The client, who is ANONYMOUS, may always change them:
 * nothing here takes that away.
 */
final class AclSteps {
  private static final byte ANY = 1;
  private static final byte TOPIC = 2;
  private static final byte GROUP = 3;
  private static final byte CLUSTER = 4;
  private static final byte TRANSACTIONAL_ID = 5;
  private static final byte LITERAL = 3;
  private static final byte PREFIXED = 4;
  private static final byte ALTER = 7;
  private static final byte CLUSTER_ACTION = 9;
  private static final byte DENY = 2;
  private static final byte ALLOW = 3;
  private static final String CLUSTER_NAME = "kafka-cluster";

  private final Dice dice;

  AclSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(create(), create(), create(), delete(), describe());
  }

  /**
   * Lets the client change ACLs whatever else there is, and Apache Kafka's broker, who is ANONYMOUS
   * as well, speak with its controller.
   */
  static Step administration() {
    return create(List.of(always(ALTER), always(CLUSTER_ACTION)));
  }

  private static AclCreation always(byte operation) {
    return new AclCreation()
        .setResourceType(CLUSTER)
        .setResourceName(CLUSTER_NAME)
        .setResourcePatternType(LITERAL)
        .setPrincipal("User:ANONYMOUS")
        .setHost("*")
        .setOperation(operation)
        .setPermissionType(ALLOW);
  }

  /** Removes all others. */
  static Step beginAnew() {
    List<DeleteAclsFilter> filters = new ArrayList<>();
    for (byte type : new byte[] {TOPIC, GROUP, TRANSACTIONAL_ID, 6, 7}) {
      filters.add(filter().setResourceTypeFilter(type));
    }
    for (byte operation = 2; operation <= 15; operation++) {
      if (operation != ALTER && operation != CLUSTER_ACTION) {
        filters.add(filter().setResourceTypeFilter(CLUSTER).setOperation(operation));
      }
    }
    return Step.write(
        ApiKeys.DELETE_ACLS, (world, version) -> new DeleteAclsRequestData().setFilters(filters));
  }

  static Step everything() {
    return Step.read(
        ApiKeys.DESCRIBE_ACLS,
        (world, version) ->
            new DescribeAclsRequestData()
                .setResourceTypeFilter(ANY)
                .setPatternTypeFilter(ANY)
                .setResourceNameFilter(null)
                .setPrincipalFilter(null)
                .setHostFilter(null)
                .setOperation(ANY)
                .setPermissionType(ANY));
  }

  private static Step create(List<AclCreation> creations) {
    return Step.write(
        ApiKeys.CREATE_ACLS,
        (world, version) -> new CreateAclsRequestData().setCreations(creations));
  }

  private Step create() {
    AclCreation first = creation();
    return create(dice.oneIn(4) ? List.of(first, creation(), first) : List.of(first));
  }

  private AclCreation creation() {
    byte type = dice.pick(TOPIC, TOPIC, TOPIC, GROUP, GROUP, TRANSACTIONAL_ID, CLUSTER);
    boolean odd = dice.oneIn(12);
    AclCreation creation =
        new AclCreation()
            .setResourceType(odd ? dice.pick((byte) 99, (byte) 6, (byte) 7, TOPIC) : type)
            .setResourceName(type == CLUSTER ? CLUSTER_NAME : name(type))
            .setResourcePatternType(type == CLUSTER ? LITERAL : dice.pick(LITERAL, PREFIXED))
            .setPrincipal(
                dice.pick("User:ANONYMOUS", "User:ANONYMOUS", "User:*", "User:other", "Group:x"))
            .setHost(dice.pick("*", "*", "127.0.0.1", "127.0.0.0/8", "10.0.0.0/8", "::1"))
            .setOperation(type == CLUSTER ? clusterOperation() : operation())
            .setPermissionType(dice.oneIn(4) ? DENY : ALLOW);
    if (odd && type != CLUSTER) {
      switch (dice.below(7)) {
        case 0 -> creation.setResourcePatternType((byte) 9);
        case 1 -> creation.setPrincipal(dice.pick("nobody", "", ":", "User:"));
        case 2 -> creation.setHost(dice.pick("", "10.0.0.0/33", "x/8", "::1/200", "a.host"));
        case 3 -> creation.setOperation((byte) 77);
        case 4 -> creation.setPermissionType((byte) 9);
        case 5 -> creation.setResourceName("");
        default -> creation.setOperation((byte) 0);
      }
    }
    return creation;
  }

  private byte clusterOperation() {
    return dice.pick((byte) 5, (byte) 6, (byte) 8, (byte) 10, (byte) 11, (byte) 12);
  }

  private byte operation() {
    return dice.pick(
        (byte) 2, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 7, (byte) 8, (byte) 8,
        (byte) 10, (byte) 11);
  }

  /** A prefix of everything the seed names, now and then: all of it is closed to others. */
  private String name(byte type) {
    if (dice.oneIn(5)) {
      return dice.pick(dice.named(""), "*");
    }
    return switch (type) {
      case TOPIC -> dice.topics().get(dice.below(dice.topics().size()));
      case GROUP -> dice.groups().get(dice.below(dice.groups().size()));
      default -> dice.pick(dice.named("x0"), dice.named("x1"));
    };
  }

  private static DeleteAclsFilter filter() {
    return new DeleteAclsFilter()
        .setPatternTypeFilter(ANY)
        .setResourceNameFilter(null)
        .setPrincipalFilter(null)
        .setHostFilter(null)
        .setOperation(ANY)
        .setPermissionType(ANY);
  }

  private Step delete() {
    byte type = dice.pick(TOPIC, TOPIC, GROUP, TRANSACTIONAL_ID);
    DeleteAclsFilter filter =
        filter()
            .setResourceTypeFilter(type)
            .setResourceNameFilter(dice.oneIn(3) ? null : name(type))
            .setPatternTypeFilter(dice.pick(ANY, (byte) 2, LITERAL, PREFIXED))
            .setPrincipalFilter(dice.pick(null, null, "User:ANONYMOUS", "User:*"))
            .setHostFilter(dice.oneIn(6) ? "*" : null)
            .setOperation(dice.pick(ANY, ANY, operation()))
            .setPermissionType(dice.pick(ANY, ANY, DENY, ALLOW));
    if (dice.oneIn(15)) {
      filter.setOperation((byte) 55).setResourceTypeFilter(TOPIC);
    }
    List<DeleteAclsFilter> filters = dice.oneIn(5) ? List.of(filter, filter) : List.of(filter);
    return Step.write(
        ApiKeys.DELETE_ACLS, (world, version) -> new DeleteAclsRequestData().setFilters(filters));
  }

  private Step describe() {
    DeleteAclsFilter asked = filter();
    byte type = dice.pick(ANY, TOPIC, GROUP, CLUSTER);
    String name = dice.oneIn(3) ? null : name(TOPIC);
    byte pattern = dice.pick(ANY, (byte) 2, LITERAL, PREFIXED, (byte) 66);
    byte operation = dice.oneIn(20) ? 0 : asked.operation();
    return Step.read(
        ApiKeys.DESCRIBE_ACLS,
        (world, version) ->
            new DescribeAclsRequestData()
                .setResourceTypeFilter(type)
                .setPatternTypeFilter(pattern)
                .setResourceNameFilter(name)
                .setPrincipalFilter(null)
                .setHostFilter(null)
                .setOperation(operation)
                .setPermissionType(ANY));
  }
}
