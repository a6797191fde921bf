package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.metadata.quorum.ImmediateQuorum;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DelegationTokenRulesTest {
  private static final String ALICE = "User:alice";
  private static final String BOB = "User:bob";

  private final TaskQueue tasks = new TaskQueue();
  private final TestNode node = new TestNode(new ImmediateQuorum(tasks), tasks, 7).start();

  private DelegationToken created(long maxLifetimeMs, long expiryMs) {
    return Objects.requireNonNull(
        node.ask(
                new CreateDelegationToken(
                    ALICE, ALICE, List.of("User:carl"), maxLifetimeMs, expiryMs, 1000))
            .token());
  }

  private @Nullable DelegationToken kept(DelegationToken token) {
    return node.controller.image().delegationTokens().token(token.id());
  }

  private static @Nullable MetadataFault fault(DelegationTokenReply reply) {
    return reply.refusal() == null ? null : reply.refusal().fault();
  }

  @Test
  void shouldEndAtTheEarlierOfBothTimes() {
    DelegationToken token = created(500, 100);
    assertEquals(1100, token.expiresMs());
    assertEquals(1500, token.maxMs());
    assertEquals(token, kept(token));
    assertEquals(1500, created(500, 900).expiresMs());
    assertEquals(Long.MAX_VALUE, created(Long.MAX_VALUE, Long.MAX_VALUE).expiresMs());
  }

  @Test
  void shouldBeRenewedByOwnerAndRenewersUpToItsGreatestAge() {
    DelegationToken token = created(500, 100);
    for (String who : List.of(ALICE, "User:carl")) {
      assertNull(fault(node.ask(new RenewDelegationToken(token.id(), who, 200, 1050))));
    }
    assertEquals(1250, Objects.requireNonNull(kept(token)).expiresMs());
    assertNull(fault(node.ask(new RenewDelegationToken(token.id(), ALICE, 9000, 1050))));
    assertEquals(1500, Objects.requireNonNull(kept(token)).expiresMs());
    assertEquals(
        MetadataFault.TOKEN_OF_SOMEBODY_ELSE,
        fault(node.ask(new RenewDelegationToken(token.id(), BOB, 1, 1050))));
    assertEquals(
        MetadataFault.TOKEN_EXPIRED,
        fault(node.ask(new RenewDelegationToken(token.id(), ALICE, 1, 1501))));
    assertEquals(
        MetadataFault.UNKNOWN_TOKEN,
        fault(node.ask(new RenewDelegationToken("nobody's", ALICE, 1, 1050))));
  }

  @Test
  void shouldEndWhenItsOwnerSaysSo() {
    DelegationToken token = created(500, 100);
    assertEquals(
        MetadataFault.TOKEN_OF_SOMEBODY_ELSE,
        fault(node.ask(new ExpireDelegationToken(token.id(), BOB, -1, 1050))));
    assertNull(fault(node.ask(new ExpireDelegationToken(token.id(), ALICE, 20, 1050))));
    assertEquals(1070, Objects.requireNonNull(kept(token)).expiresMs());
    assertEquals(
        MetadataFault.TOKEN_EXPIRED,
        fault(node.ask(new ExpireDelegationToken(token.id(), ALICE, 20, 1071))));
    assertNull(fault(node.ask(new ExpireDelegationToken(token.id(), ALICE, -1, 1071))));
    assertNull(kept(token));
  }

  @Test
  void shouldBeSweptAwayOnceItHasExpired() {
    DelegationToken early = created(500, 100);
    DelegationToken late = created(500, 400);

    assertEquals(0, node.ask(new SweepDelegationTokens(1100)).removed());
    assertEquals(1, node.ask(new SweepDelegationTokens(1101)).removed());

    assertNull(kept(early));
    assertEquals(late, kept(late));
  }
}
