package io.barnabas.compat.differential;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsRequestData;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * Steps about groups of the classic protocol. A group has one member at most, whom every join is
 * answered at once.
 */
final class GroupSteps {
  private final Dice dice;

  GroupSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        join(),
        join(),
        join(),
        sync(),
        sync(),
        heartbeat(),
        leave(),
        describe(),
        list(),
        find(),
        delete());
  }

  /** The member's id as the steps use it: mostly the right one. */
  private Names names() {
    String group = dice.group();
    return new Names(group, group + ".member", dice.oneIn(8), dice.pick(0, 0, 0, 0, 0, 1, -1));
  }

  /** Who speaks. */
  private record Names(String group, String slot, boolean stranger, int generationShift) {
    String member(World world) {
      return stranger ? "nobody-knows-me" : world.memberId(slot);
    }

    int generation(World world) {
      return world.generation(slot) + generationShift;
    }
  }

  private Step join() {
    Names names = names();
    int sessionTimeoutMs = dice.pick(300_000, 300_000, 300_000, 300_000, 10, 99_999_999);
    String type = dice.pick("consumer", "consumer", "consumer", "consumer", "connect", "");
    boolean noProtocols = dice.oneIn(12);
    boolean fixed = dice.isStatic(names.group());
    return Step.write(
            ApiKeys.JOIN_GROUP,
            (world, version) -> {
              var protocols = new JoinGroupRequestData.JoinGroupRequestProtocolCollection();
              if (!noProtocols) {
                for (String name : List.of("range", "roundrobin")) {
                  protocols.add(
                      new JoinGroupRequestData.JoinGroupRequestProtocol()
                          .setName(name)
                          .setMetadata(name.getBytes(StandardCharsets.UTF_8)));
                }
              }
              var request =
                  new JoinGroupRequestData()
                      .setGroupId(names.group())
                      .setMemberId(names.member(world))
                      .setProtocolType(type)
                      .setProtocols(protocols)
                      .setSessionTimeoutMs(sessionTimeoutMs);
              if (version >= 1) {
                request.setRebalanceTimeoutMs(300_000);
              }
              return fixed ? request.setGroupInstanceId("instance") : request;
            })
        .learning(
            (world, answer) -> {
              var joined = (JoinGroupResponseData) answer;
              if (joined.errorCode() == Errors.NONE.code()) {
                world.memberId(names.slot(), joined.memberId());
                world.generation(names.slot(), joined.generationId());
              } else if (joined.errorCode() == Errors.MEMBER_ID_REQUIRED.code()) {
                world.memberId(names.slot(), joined.memberId());
              }
            });
  }

  private Step sync() {
    Names names = names();
    String type = dice.pick("consumer", "consumer", "consumer", "connect");
    String protocol = dice.pick("range", "range", "range", "sticky");
    boolean fixed = dice.isStatic(names.group()) && !dice.oneIn(6);
    return Step.write(
        ApiKeys.SYNC_GROUP,
        (world, version) -> {
          var request =
              new SyncGroupRequestData()
                  .setGroupId(names.group())
                  .setMemberId(names.member(world))
                  .setGenerationId(names.generation(world))
                  .setAssignments(
                      List.of(
                          new SyncGroupRequestData.SyncGroupRequestAssignment()
                              .setMemberId(names.member(world))
                              .setAssignment(new byte[] {1, 2, 3})));
          if (version >= 5) {
            request.setProtocolType(type).setProtocolName(protocol);
          }
          return version >= 3 && fixed ? request.setGroupInstanceId("instance") : request;
        });
  }

  private Step heartbeat() {
    Names names = names();
    String instance = dice.pick("instance", "instance", "other");
    boolean fixed = dice.isStatic(names.group());
    return Step.write(
        ApiKeys.HEARTBEAT,
        (world, version) -> {
          var request =
              new HeartbeatRequestData()
                  .setGroupId(names.group())
                  .setMemberId(names.member(world))
                  .setGenerationId(names.generation(world));
          return version >= 3 && fixed ? request.setGroupInstanceId(instance) : request;
        });
  }

  private Step leave() {
    Names names = names();
    boolean byInstance = dice.isStatic(names.group()) && dice.oneIn(2);
    return Step.write(
            ApiKeys.LEAVE_GROUP,
            (world, version) -> {
              var request = new LeaveGroupRequestData().setGroupId(names.group());
              if (version < 3) {
                return request.setMemberId(names.member(world));
              }
              return request.setMembers(
                  List.of(
                      new LeaveGroupRequestData.MemberIdentity()
                          .setMemberId(byInstance ? "" : names.member(world))
                          .setGroupInstanceId(byInstance ? "instance" : null)));
            })
        .learning(
            (world, answer) -> {
              var left = (LeaveGroupResponseData) answer;
              boolean gone =
                  left.errorCode() == 0
                      && left.members().stream().allMatch(member -> member.errorCode() == 0)
                      && !names.stranger();
              if (gone) {
                world.forgetMember(names.slot());
              }
            });
  }

  private Step describe() {
    String group = dice.group();
    boolean operations = dice.oneIn(3);
    return Step.read(
        ApiKeys.DESCRIBE_GROUPS,
        (world, version) -> {
          var request = new DescribeGroupsRequestData().setGroups(List.of(group));
          return version >= 3 ? request.setIncludeAuthorizedOperations(operations) : request;
        });
  }

  private Step list() {
    List<String> states =
        dice.pick(
            List.of(), List.of(), List.of("Stable"), List.of("empty"), List.of("NoSuchState"));
    List<String> types =
        dice.pick(
            List.of(), List.of(), List.of("classic"), List.of("Consumer"), List.of("nonsense"));
    return Step.read(
        ApiKeys.LIST_GROUPS,
        (world, version) -> {
          var request = new ListGroupsRequestData();
          if (version >= 4) {
            request.setStatesFilter(states);
          }
          return version >= 5 ? request.setTypesFilter(types) : request;
        });
  }

  private Step find() {
    String group = dice.group();
    byte type = dice.pick((byte) 0, (byte) 0, (byte) 0, (byte) 9);
    return Step.read(
        ApiKeys.FIND_COORDINATOR,
        (world, version) -> {
          var request = new FindCoordinatorRequestData();
          if (version >= 1) {
            request.setKeyType(type);
          }
          return version >= 4 ? request.setCoordinatorKeys(List.of(group)) : request.setKey(group);
        });
  }

  private Step delete() {
    String group = dice.group();
    return Step.write(
        ApiKeys.DELETE_GROUPS,
        (world, version) -> new DeleteGroupsRequestData().setGroupsNames(List.of(group)));
  }
}
