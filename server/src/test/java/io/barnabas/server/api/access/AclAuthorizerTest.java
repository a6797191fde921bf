package io.barnabas.server.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.RemoveAccessControlEntryRecord;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.config.AuthorizerConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

final class AclAuthorizerTest {
  private static final Uuid ID = new Uuid(1, 2);

  private final AclAuthorizer authorizer =
      new AclAuthorizer(new AuthorizerConfig(true, Set.of("User:root"), false), System::nanoTime);
  private MetadataImage image = MetadataImage.EMPTY;

  @Test
  void shouldForgetWhatWasDecidedWhenAclsChange() {
    assertFalse(mayRead("User", "alice"), "before the metadata is known");
    assertTrue(mayRead("User", "root"), "super users do not wait for it");
    tell();
    assertFalse(mayRead("User", "alice"));
    tell(acl("User:alice", AclPermission.ALLOW).toRecord(ID));
    assertTrue(mayRead("User", "alice"));
    assertFalse(mayRead("Group", "alice"));
    tell(acl("User:*", AclPermission.DENY).toRecord(new Uuid(1, 3)));
    assertFalse(mayRead("User", "alice"));
    assertTrue(mayRead("User", "root"));
    tell(RemoveAccessControlEntryRecord.builder().id(new Uuid(1, 3)).build());
    assertTrue(mayRead("User", "alice"));
    tell(RemoveAccessControlEntryRecord.builder().id(ID).build());
    assertFalse(mayRead("User", "alice"));
  }

  @Test
  void shouldStartAnewWhenEverythingIsToldAnew() {
    tell();
    tell(acl("User:alice", AclPermission.ALLOW).toRecord(ID));
    MetadataDelta all = new MetadataDelta(MetadataImage.EMPTY);
    all.replay(acl("User:bob", AclPermission.ALLOW).toRecord(ID));

    authorizer.onMetadata(all, all.apply(Provenance.NONE));

    assertFalse(mayRead("User", "alice"));
    assertTrue(mayRead("User", "bob"));
  }

  @Test
  void shouldNotTakeWhatIsDecidedOfANameForWhatIsTrueSomewhere() {
    tell(acl("User:alice", AclPermission.ALLOW).toRecord(ID));
    ClientConnection.Principal alice = new ClientConnection.Principal("User", "alice");
    InetAddress here = InetAddress.getLoopbackAddress();
    for (String name : List.of("", "hardcode")) {
      Question question = new Question(alice, here, AclOperation.READ, ResourceType.TOPIC, name);
      assertFalse(authorizer.decide(question).allowed(), name);
      assertTrue(
          authorizer.allowsSomewhere(alice, here, AclOperation.READ, ResourceType.TOPIC), name);
      assertFalse(authorizer.decide(question).allowed(), name);
    }
  }

  @Test
  void shouldTellOfDenialsAndAdministrationAndDropWhatCannotBeWritten() {
    Lines lines = new Lines();
    Queue<Runnable> tasks = new ArrayDeque<>();
    tell();
    Authorization authorization = Authorization.by(authorizer, new AuditLog(lines, tasks::add, 2));
    Access alice = authorization.of(context("alice", "cli\nent"));
    Access root = authorization.of(context("root", "x"));

    assertFalse(alice.may(AclOperation.READ, ResourceType.TOPIC, "or\nders"));
    assertFalse(alice.sees(AclOperation.READ, ResourceType.TOPIC, "quiet"));
    assertTrue(root.may(AclOperation.READ, ResourceType.TOPIC, "daily"));
    assertTrue(root.may(AclOperation.DELETE, ResourceType.TOPIC, "orders"));
    assertFalse(alice.mayOnCluster(AclOperation.ALTER));
    assertEquals(1, tasks.size(), "nobody waits, and one task writes all");
    tasks.remove().run();

    assertEquals(
        List.of(
            "INFO outcome=Denied principal=User:alice operation=READ resourceType=TOPIC"
                + " resource=\"or\\nders\" request=Fetch host=127.0.0.1 listener=PLAINTEXT"
                + " clientId=\"cli\\nent\" rule=DefaultDeny",
            "INFO outcome=Allowed principal=User:root operation=DELETE resourceType=TOPIC"
                + " resource=orders request=Fetch host=127.0.0.1 listener=PLAINTEXT clientId=x"
                + " rule=SuperUser",
            "WARN dropped=1 lines could not be written in time"),
        lines.written);
  }

  private boolean mayRead(String type, String name) {
    return authorizer
        .decide(
            new Question(
                new ClientConnection.Principal(type, name),
                InetAddress.getLoopbackAddress(),
                AclOperation.READ,
                ResourceType.TOPIC,
                "orders"))
        .allowed();
  }

  private void tell(Message... records) {
    MetadataDelta delta = new MetadataDelta(image);
    for (Message record : records) {
      delta.replay(record);
    }
    image = delta.apply(Provenance.NONE);
    authorizer.onMetadata(delta, image);
  }

  private static AccessControlEntry acl(String principal, AclPermission permission) {
    return new AccessControlEntry(
        ResourceType.TOPIC.id(),
        "ord",
        PatternType.PREFIXED.id(),
        principal,
        "*",
        AclOperation.READ.id(),
        permission.id());
  }

  private static RequestContext context(String user, String clientId) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    ClientConnection connection =
        new ClientConnection(
            "1",
            "PLAINTEXT",
            SecurityProtocol.PLAINTEXT,
            address,
            address,
            () -> true,
            Runnable::run);
    connection.authenticated(new ClientConnection.Principal("User", user));
    return new RequestContext(connection, ApiSpec.of(ApiKey.FETCH), (short) 12, 1, clientId, 0);
  }

  /** Keeps what is logged. */
  private static final class Lines extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private final transient List<String> written = new ArrayList<>();

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable failure) {
      String text = pattern;
      for (Object argument : arguments == null ? new Object[0] : arguments) {
        text = text.replaceFirst("\\{}", java.util.regex.Matcher.quoteReplacement("" + argument));
      }
      written.add(level + " " + text);
    }
  }
}
