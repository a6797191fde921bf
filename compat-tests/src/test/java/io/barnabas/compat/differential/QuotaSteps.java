package io.barnabas.compat.differential;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.AlterClientQuotasRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeClientQuotasRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps about quotas and credentials. */
final class QuotaSteps {
  private final Dice dice;

  QuotaSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(
        alterQuotas(),
        alterQuotas(),
        describeQuotas(),
        describeQuotas(),
        alterCredentials(),
        alterCredentials(),
        describeCredentials());
  }

  private String type() {
    return dice.pick("user", "user", "client-id", "client-id", "ip", "host", "");
  }

  /** None of them is the client that asks: nothing here may slow it down. */
  private String entity(String type) {
    return type.equals("ip")
        ? dice.pick("10.1.2.3", "10.1.2.3", "no address", null)
        : dice.pick(dice.named("e0"), dice.named("e1"), "");
  }

  private Step alterQuotas() {
    List<AlterClientQuotasRequestData.EntityData> entity = new ArrayList<>();
    int parts = dice.pick(1, 1, 1, 2, 2, 0);
    for (int i = 0; i < parts; i++) {
      String type = i == 0 ? type() : "client-id";
      entity.add(
          new AlterClientQuotasRequestData.EntityData()
              .setEntityType(type)
              .setEntityName(entity(type)));
    }
    List<AlterClientQuotasRequestData.OpData> operations = new ArrayList<>();
    for (int i = dice.below(3); i >= 0; i--) {
      operations.add(
          new AlterClientQuotasRequestData.OpData()
              .setKey(
                  dice.pick(
                      "producer_byte_rate",
                      "consumer_byte_rate",
                      "request_percentage",
                      "controller_mutation_rate",
                      "connection_creation_rate",
                      "no_such_rate"))
              .setValue(dice.pick(1e6, 2e6, 5e5, 1e9, 1.5, 0.0, -1.0, 1e300))
              .setRemove(dice.oneIn(4)));
    }
    boolean validateOnly = dice.oneIn(4);
    return Step.write(
        ApiKeys.ALTER_CLIENT_QUOTAS,
        (world, version) ->
            new AlterClientQuotasRequestData()
                .setEntries(
                    List.of(
                        new AlterClientQuotasRequestData.EntryData()
                            .setEntity(entity)
                            .setOps(operations)))
                .setValidateOnly(validateOnly));
  }

  private Step describeQuotas() {
    List<DescribeClientQuotasRequestData.ComponentData> components = new ArrayList<>();
    int count = dice.pick(0, 1, 1, 1, 2);
    for (int i = 0; i < count; i++) {
      byte match = dice.pick((byte) 0, (byte) 0, (byte) 1, (byte) 2, (byte) 9);
      components.add(
          new DescribeClientQuotasRequestData.ComponentData()
              .setEntityType(type())
              .setMatchType(match)
              .setMatch(match == 0 || dice.oneIn(8) ? dice.named("e0") : null));
    }
    boolean strict = dice.oneIn(3);
    return Step.read(
        ApiKeys.DESCRIBE_CLIENT_QUOTAS,
        (world, version) ->
            new DescribeClientQuotasRequestData().setComponents(components).setStrict(strict));
  }

  private String user() {
    return dice.oneIn(8)
        ? dice.pick("", dice.named("nobody"))
        : dice.pick(dice.named("u0"), dice.named("u1"));
  }

  private byte mechanism() {
    return dice.pick((byte) 1, (byte) 1, (byte) 2, (byte) 2, (byte) 0, (byte) 9);
  }

  private Step alterCredentials() {
    var upsertion =
        new AlterUserScramCredentialsRequestData.ScramCredentialUpsertion()
            .setName(user())
            .setMechanism(mechanism())
            .setIterations(dice.pick(4096, 8192, 16384, 4095, 16385, -1))
            .setSalt(dice.pick(new byte[16], new byte[16], new byte[0]))
            .setSaltedPassword(dice.pick(new byte[32], new byte[64]));
    var deletion =
        new AlterUserScramCredentialsRequestData.ScramCredentialDeletion()
            .setName(user())
            .setMechanism(mechanism());
    int what = dice.below(7);
    return Step.write(
        ApiKeys.ALTER_USER_SCRAM_CREDENTIALS,
        (world, version) -> {
          var request = new AlterUserScramCredentialsRequestData();
          if (what != 0) {
            request.setUpsertions(what == 1 ? List.of(upsertion, upsertion) : List.of(upsertion));
          }
          return what < 3 ? request.setDeletions(List.of(deletion)) : request;
        });
  }

  private Step describeCredentials() {
    List<String> names =
        dice.pick(null, List.<String>of(), List.of(user()), List.of(user(), user()));
    return Step.read(
        ApiKeys.DESCRIBE_USER_SCRAM_CREDENTIALS,
        (world, version) ->
            new DescribeUserScramCredentialsRequestData()
                .setUsers(
                    names == null
                        ? null
                        : names.stream()
                            .map(
                                each ->
                                    new DescribeUserScramCredentialsRequestData.UserName()
                                        .setName(each))
                            .toList()));
  }
}
