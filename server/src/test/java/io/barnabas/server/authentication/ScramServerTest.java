package io.barnabas.server.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Bytes;
import io.barnabas.metadata.image.ScramCredential;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.scram.ScramKeys;
import io.barnabas.server.config.SaslConfig;
import io.barnabas.server.config.SaslMechanismConfig;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScramServerTest {
  private static final Bytes SECRET = Bytes.ofUtf8("of this cluster");
  private static final Pattern ASKED = Pattern.compile("r=(.+),s=(.+),i=(\\d+)");

  /** Knows alice, whose password is "secret", and a token of hers. */
  private static final class Source implements ScramSource {
    @Override
    public int usualIterations(ScramMechanism mechanism) {
      return mechanism == ScramMechanism.SCRAM_SHA_256 ? 4096 : 8192;
    }

    @Override
    public @Nullable Known user(ScramMechanism mechanism, String name) {
      return name.equals("alice") || name.equals("a=,b")
          ? new Known(credential(mechanism), Identity.of(name))
          : null;
    }

    @Override
    public @Nullable Known token(ScramMechanism mechanism, String tokenId) {
      return tokenId.equals("T-1")
          ? new Known(credential(mechanism), new Identity("alice", 99, true))
          : null;
    }

    private static ScramCredential credential(ScramMechanism mechanism) {
      byte[] salt = "salt".getBytes(UTF_8);
      return ScramKeys.credential(
          mechanism, salt, ScramKeys.salted(mechanism, "secret", salt, 5000), 5000);
    }
  }

  private ScramMechanism mechanism = ScramMechanism.SCRAM_SHA_256;
  private ScramServer server = server(mechanism, 1);

  /** As after a start, of which the seed is another each time. */
  private static ScramServer server(ScramMechanism mechanism, int seed) {
    return new ScramServer(mechanism, new Source(), new Random(seed), SECRET);
  }

  @ParameterizedTest
  @EnumSource(ScramMechanism.class)
  void shouldProveBothSidesToEachOther(ScramMechanism each) {
    mechanism = each;
    server = server(each, 1);

    SaslStep.Proven proven =
        assertInstanceOf(SaslStep.Proven.class, prove("n,,", "n=alice,r=abc", "secret"));

    assertEquals(Identity.of("alice"), proven.identity());
    assertEquals(serverProof, String.valueOf(proven.token().toUtf8()));
  }

  @Test
  void shouldUnderstandNamesWithCommasAndEqualSigns() {
    assertInstanceOf(SaslStep.Proven.class, prove("n,a=a=3D=2Cb,", "n=a=3D=2Cb,r=abc", "secret"));
  }

  @Test
  void shouldKnowTheOwnerOfADelegationToken() {
    SaslStep.Proven proven =
        assertInstanceOf(
            SaslStep.Proven.class, prove("n,,", "n=T-1,r=abc,tokenauth=true", "secret"));

    assertEquals(new Identity("alice", 99, true), proven.identity());
    refused(prove("n,,", "n=T-2,r=abc,tokenauth=true", "secret"));
    refused(prove("n,,", "n=alice,r=abc,tokenauth=true", "secret"));
  }

  @Test
  void shouldAskWhoIsUnknownLikeEverybodyElse() {
    Map<String, String> ofBob = Map.of("first", salt("bob"), "again", salt("bob"));

    assertEquals(ofBob.get("first"), ofBob.get("again"));
    assertNotEquals(salt("bob"), salt("carl"));
    assertTrue(salt("bob").matches("[0-9a-z]{20,26}"), salt("bob"));
    refused(prove("n,,", "n=bob,r=abc", "secret"));
    assertEquals(
        refused(prove("n,,", "n=alice,r=abc", "wrong")).told(),
        refused(prove("n,,", "n=bob,r=abc", "wrong")).told());
  }

  @Test
  void shouldAskWhoIsUnknownTheSameAfterARestart() {
    String before = salt("bob");
    server = server(mechanism, 2);

    assertEquals(before, salt("bob"));
    assertNotEquals(before, salt("carl"));
  }

  @Test
  void shouldAskWhoIsUnknownWithAnotherSaltByEachMechanismAsUsersHave() {
    assertNotEquals(
        salt("bob"), asked(server(ScramMechanism.SCRAM_SHA_512, 1), "bob").replaceFirst(" .*", ""));
  }

  @Test
  void shouldAskWhoIsUnknownForAsManyIterationsAsMostHave() {
    assertTrue(asked(server(ScramMechanism.SCRAM_SHA_512, 1), "bob").endsWith(" 8192"));
    assertTrue(
        asked(server(ScramMechanism.SCRAM_SHA_512, 1), "T-9,r=x,tokenauth=true").endsWith(" 4096"));
  }

  /** Salt and iterations. */
  private static String asked(SaslMechanism mechanism, String user) {
    String first = "n,,n=" + user + (user.contains("r=") ? "" : ",r=x");
    Matcher matcher =
        ASKED.matcher(
            assertInstanceOf(
                    SaslStep.Challenge.class, mechanism.begin().evaluate(first.getBytes(UTF_8)))
                .token()
                .toUtf8());
    assertTrue(matcher.matches());
    return new String(Base64.getDecoder().decode(matcher.group(2)), UTF_8) + " " + matcher.group(3);
  }

  @Test
  void shouldAskWhoIsUnknownTheSameOnEveryListener() {
    SaslConfig.OfListener listener =
        new SaslConfig.OfListener(
            List.of(new SaslMechanismConfig("SCRAM-SHA-256", null, 0, null, null)), 1000);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    Map<String, SaslListener> listeners =
        Authentication.open(
                new SaslConfig(Map.of("ONE", listener, "OTHER", listener), 0),
                new Authentication.World(
                    new Source(),
                    new Random(1),
                    () -> SECRET,
                    Runnable::run,
                    Runnable::run,
                    timer,
                    InstantSource.system(),
                    System::nanoTime))
            .listeners();
    timer.shutdown();

    assertEquals(
        salt(listeners.get("ONE").mechanisms().get("SCRAM-SHA-256"), "bob"),
        salt(listeners.get("OTHER").mechanisms().get("SCRAM-SHA-256"), "bob"));
  }

  private String salt(String user) {
    return salt(server, user);
  }

  private static String salt(SaslMechanism asked, String user) {
    return salt(asked.begin().evaluate(("n,,n=" + user + ",r=x").getBytes(UTF_8)));
  }

  private static String salt(SaslStep step) {
    SaslStep.Challenge asked = assertInstanceOf(SaslStep.Challenge.class, step);
    Matcher matcher = ASKED.matcher(asked.token().toUtf8());
    assertTrue(matcher.matches());
    assertEquals("4096", matcher.group(3));
    return new String(Base64.getDecoder().decode(matcher.group(2)), UTF_8);
  }

  @Test
  void shouldRefuseWhatIsNoScram() {
    for (String first :
        new String[] {
          "",
          "n=alice,r=abc",
          "y,,n=alice,r=abc",
          "p=tls-unique,,n=alice,r=abc",
          "n,,n=alice",
          "n,,n=,r=abc",
          "n,,n=a=b,r=abc",
          "n,,n=" + "a".repeat(5000) + ",r=abc"
        }) {
      assertNull(refused(server.begin().evaluate(first.getBytes(UTF_8))).told(), first);
    }
    assertEquals(
        "Authentication failed: Client requested an authorization id that is different from"
            + " username",
        refused(server.begin().evaluate("n,a=root,n=alice,r=abc".getBytes(UTF_8))).told());
  }

  @Test
  void shouldRefuseAnotherNonceAndAnotherHeader() {
    refused(proveWith("n,,", "n=alice,r=abc", "biws", "r=abcdef"));
    refused(proveWith("n,,", "n=alice,r=abc", "eSws", null));
    refused(proveWith("n,,", "n=alice,r=abc", "biws", "p="));
    assertInstanceOf(SaslStep.Proven.class, proveWith("n,,", "n=alice,r=abc", "biws", null));
  }

  @Test
  void shouldForgiveClientsThatSayTheirNonceTwice() {
    doubles = "abc";
    assertInstanceOf(SaslStep.Proven.class, prove("n,,", "n=alice,r=abc", "secret"));
  }

  private static SaslStep.Refused refused(SaslStep step) {
    return assertInstanceOf(SaslStep.Refused.class, step);
  }

  private String serverProof = "";
  private String doubles = "";

  private SaslStep prove(String header, String bare, String password) {
    String encoded = Base64.getEncoder().encodeToString(header.getBytes(UTF_8));
    return proveWith(header, bare, encoded, null, password);
  }

  private SaslStep proveWith(String header, String bare, String c, @Nullable String nonce) {
    return proveWith(header, bare, c, nonce, "secret");
  }

  /** What a client does (RFC 5802, section 3). */
  private SaslStep proveWith(
      String header, String bare, String c, @Nullable String nonce, String password) {
    SaslExchange exchange = server.begin();
    SaslStep first = exchange.evaluate((header + bare).getBytes(UTF_8));
    if (!(first instanceof SaslStep.Challenge challenge)) {
      return first;
    }
    Matcher asked = ASKED.matcher(challenge.token().toUtf8());
    assertTrue(asked.matches());
    byte[] salted =
        ScramKeys.salted(
            mechanism,
            password,
            Base64.getDecoder().decode(asked.group(2)),
            Integer.parseInt(asked.group(3)));
    byte[] clientKey = server.hmac(salted, "Client Key");
    String unsigned = "c=" + c + "," + (nonce == null ? "r=" + doubles + asked.group(1) : nonce);
    String signed = bare + "," + challenge.token().toUtf8() + "," + unsigned;
    byte[] proof = server.hmac(server.hash(clientKey), signed);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    serverProof =
        "v="
            + Base64.getEncoder()
                .encodeToString(server.hmac(server.hmac(salted, "Server Key"), signed));
    return exchange.evaluate(
        (unsigned + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(UTF_8));
  }
}
