package io.barnabas.server.api.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barnabas.metadata.acl.AclIndex;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclQuery;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.config.AuthorizerConfig;
import io.barnabas.server.metrics.MinuteRate;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the ACLs of the metadata, as Apache Kafka's StandardAuthorizer does (KIP-801). What
 * was decided is remembered until the ACLs change: each state of them has a memory of its own, so
 * that no decision outlives what it rests on. Asked on any thread, told on the metadata executor.
 */
public final class AclAuthorizer implements Authorizer, MetadataPublisher {
  private static final int REMEMBERED = 20_000;

  /** Names as long as topics may have; what is longer would fill the memory with what nobody is. */
  private static final int NAME_MAX = 249;

  /** Whoever may do something somewhere, which is asked once by each new producer. */
  private static final int REMEMBERED_SOMEWHERE = 1000;

  /** A name nobody has. */
  private static final String NOBODYS = "hardcode";

  /**
   * A state of the ACLs, with what was decided by it.
   *
   * @param somewhere about resources of a kind, whatever the name: a memory of its own, since there
   *     is no name that a client could not ask about
   */
  private record Acls(
      AclIndex index,
      int count,
      Cache<Question, Decision> decided,
      Cache<Question, Decision> somewhere) {
    static Acls of(AclIndex index, int count) {
      return new Acls(index, count, memory(REMEMBERED), memory(REMEMBERED_SOMEWHERE));
    }

    private static Cache<Question, Decision> memory(int size) {
      return Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }
  }

  private final Set<String> superUsers;
  private final boolean allowsWithoutAcls;
  private final MinuteRate allowed;
  private final MinuteRate denied;

  /** Null until the metadata has been read. */
  private volatile @Nullable Acls acls;

  /**
   * Knows no ACLs yet.
   *
   * @param nanoTime the monotonic clock
   */
  public AclAuthorizer(AuthorizerConfig config, LongSupplier nanoTime) {
    this.allowed = new MinuteRate(nanoTime);
    this.denied = new MinuteRate(nanoTime);
    this.superUsers = config.superUsers();
    this.allowsWithoutAcls = config.allowsWithoutAcls();
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    Acls before = acls;
    if (before != null && delta.acls().changed().isEmpty()) {
      return;
    }
    // A delta from nothing tells everything there is, whatever was known.
    AclIndex[] index = {
      before == null || delta.base().acls().size() == 0 ? AclIndex.EMPTY : before.index()
    };
    delta
        .acls()
        .forEachChange(
            gone -> index[0] = index[0].without(gone), come -> index[0] = index[0].with(come));
    acls = Acls.of(index[0], image.acls().size());
  }

  /** How many ACLs there are. */
  public int aclCount() {
    Acls now = acls;
    return now == null ? 0 : now.count();
  }

  /** What was allowed. */
  public MinuteRate allowed() {
    return allowed;
  }

  /** What was not. */
  public MinuteRate denied() {
    return denied;
  }

  @Override
  public Decision decide(Question question) {
    Decision decision = remembered(question);
    (decision.allowed() ? allowed : denied).note();
    return decision;
  }

  private Decision remembered(Question question) {
    Acls now = acls;
    if (now == null) {
      return isSuperUser(question.principal()) ? Decision.SUPER_USER : Decision.NOT_READY;
    }
    Decision known = now.decided().getIfPresent(question);
    if (known != null) {
      return known;
    }
    Decision decision =
        isSuperUser(question.principal()) ? Decision.SUPER_USER : decide(now.index(), question);
    if (question.name().length() <= NAME_MAX) {
      now.decided().put(question, decision);
    }
    return decision;
  }

  private Decision decide(AclIndex index, Question question) {
    return Decision.of(
        index.decide(
            new AclQuery(
                question.principal().toString(),
                question.address().getHostAddress(),
                question.operation(),
                question.type(),
                question.name())),
        allowsWithoutAcls);
  }

  private boolean isSuperUser(ClientConnection.Principal principal) {
    return !superUsers.isEmpty() && superUsers.contains(principal.toString());
  }

  /** Where nothing speaks of a name nobody has, what is everybody's counts, as in Apache Kafka. */
  @Override
  public boolean allowsSomewhere(
      ClientConnection.Principal principal,
      InetAddress address,
      AclOperation operation,
      ResourceType type) {
    Acls now = acls;
    if (isSuperUser(principal) || now == null) {
      return now != null || isSuperUser(principal);
    }
    Question question = new Question(principal, address, operation, type, NOBODYS);
    Decision known = now.somewhere().getIfPresent(question);
    if (known == null) {
      known = decide(now.index(), question);
      if (!known.allowed()
          && now.index()
              .allowsSomewhere(principal.toString(), address.getHostAddress(), operation, type)) {
        known = new Decision(true, Decision.Reason.ACL, known.verdict());
      }
      now.somewhere().put(question, known);
    }
    return known.allowed();
  }
}
