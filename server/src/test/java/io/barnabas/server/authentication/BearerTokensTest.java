package io.barnabas.server.authentication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.barnabas.server.authentication.BearerTokens.Bad;
import io.barnabas.server.authentication.BearerTokens.Good;
import java.io.IOException;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BearerTokensTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private ECKey key;
  private JWKSet published;
  private int fetches;
  private JwksKeys keys;
  private SignedTokens tokens;

  @BeforeEach
  void generate() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    published = new JWKSet(key.toPublicJWK());
    keys =
        new JwksKeys(
            new URL("http://issuer.example/jwks"),
            new JwksKeys.Times(3_600_000, 100, 10_000),
            new JwksKeys.World(
                url -> {
                  fetches++;
                  return published.toString().getBytes(UTF_8);
                },
                Runnable::run,
                timer,
                () -> fetches * 20_000_000_000L));
    keys.load();
    tokens =
        new SignedTokens(
            keys,
            new JwtExpectations(List.of("kafka", "other"), "issuer", 30, "sub", "scope"),
            () -> NOW);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .subject("alice")
        .issuer("issuer")
        .audience(List.of("kafka", "more"))
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(60)));
  }

  private String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(key, claims);
  }

  private static String signed(ECKey by, JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims);
    jwt.sign(new ECDSASigner(by));
    return jwt.serialize();
  }

  private void good(JWTClaimsSet.Builder claims) throws JOSEException {
    assertInstanceOf(Good.class, tokens.check(signed(claims.build())));
  }

  private String bad(JWTClaimsSet.Builder claims) throws JOSEException {
    return assertInstanceOf(Bad.class, tokens.check(signed(claims.build()))).reason();
  }

  @Test
  void shouldTakeWhatTheIssuerHasSigned() throws Exception {
    Good good = assertInstanceOf(Good.class, tokens.check(signed(claims().build())));

    assertEquals(new Identity("alice", NOW.plusSeconds(60).toEpochMilli(), false), good.identity());
    good(claims().expirationTime(Date.from(NOW.minusSeconds(29))));
    good(claims().notBeforeTime(Date.from(NOW.plusSeconds(30))));
    good(claims().claim("scope", List.of("read", "write")));
  }

  @Test
  void shouldRefuseWhatSaysSomethingElse() throws Exception {
    assertEquals(
        "the token has expired", bad(claims().expirationTime(Date.from(NOW.minusSeconds(30)))));
    assertEquals(
        "the token is not valid yet", bad(claims().notBeforeTime(Date.from(NOW.plusSeconds(31)))));
    assertEquals("the token is of another issuer", bad(claims().issuer("eve")));
    assertEquals("the token is of another issuer", bad(claims().issuer(null)));
    assertEquals("the token is for another audience", bad(claims().audience("http")));
    assertEquals("the token is for another audience", bad(claims().audience((String) null)));
    assertEquals("the claim sub is missing", bad(claims().subject(null)));
    assertEquals("the claim sub is missing", bad(claims().subject(" ")));
    assertEquals("the claim scope is malformed", bad(claims().claim("scope", List.of("a", "a"))));
    bad(claims().expirationTime(null));
    bad(claims().issueTime(null));
  }

  @Test
  void shouldRefuseWhatOthersHaveSigned() throws Exception {
    ECKey eves = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    assertInstanceOf(Bad.class, tokens.check(signed(eves, claims().build())));
    assertInstanceOf(Bad.class, tokens.check(new PlainJWT(claims().build()).serialize()));
    JWSSigner mac = new MACSigner(key.toECPublicKey().getEncoded());
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    confused.sign(mac);
    assertInstanceOf(Bad.class, tokens.check(confused.serialize()));
    String token = signed(claims().build());
    assertInstanceOf(Bad.class, tokens.check(token.substring(0, token.length() - 4) + "AAAA"));
    for (String text : List.of("", ".", "..", "a.b.c", "e30.e30.e30", "{}", token + ".")) {
      assertInstanceOf(Bad.class, tokens.check(text), text);
    }
  }

  @Test
  void shouldFetchKeysAgainWhenOneIsMissing() throws Exception {
    ECKey second = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    published = new JWKSet(List.of(key.toPublicJWK(), second.toPublicJWK()));
    String token = signed(second, claims().build());

    assertInstanceOf(Bad.class, tokens.check(token), "the key is not there yet");
    assertEquals(2, fetches);
    assertInstanceOf(Good.class, tokens.check(token));

    ECKey third = new ECKeyGenerator(Curve.P_256).keyID("three").generate();
    tokens.check(signed(third, claims().build()));
    assertEquals(3, fetches);
  }

  @Test
  void shouldForgetKeysThatTheIssuerHasWithdrawn() throws IOException, JOSEException {
    String token = signed(claims().build());
    published = new JWKSet();
    keys.load();
    assertInstanceOf(Bad.class, tokens.check(token), "the issuer has withdrawn it");
  }

  @Test
  void shouldTellTheClientInTwoSteps() throws Exception {
    OAuthBearerMechanism mechanism = new OAuthBearerMechanism(tokens);
    SaslExchange exchange = mechanism.begin();
    SaslStep first = exchange.evaluate(message("n,,", "a.b.c"));
    assertEquals(
        "{\"status\":\"invalid_token\"}",
        assertInstanceOf(SaslStep.Challenge.class, first).token().toUtf8());
    SaslStep second = exchange.evaluate(new byte[] {1});
    assertEquals(
        "{\"status\":\"invalid_token\"}", assertInstanceOf(SaslStep.Refused.class, second).told());

    String token = signed(claims().build());
    assertInstanceOf(SaslStep.Proven.class, mechanism.begin().evaluate(message("n,,", token)));
    assertInstanceOf(
        SaslStep.Proven.class, mechanism.begin().evaluate(message("n,a=alice,", token)));
    assertInstanceOf(
        SaslStep.Refused.class, mechanism.begin().evaluate(message("n,a=bob,", token)));
  }

  private static byte[] message(String header, String token) {
    return (header + "\1auth=Bearer " + token + "\1\1").getBytes(UTF_8);
  }

  @Test
  void shouldReadMessagesWithExtensionsAndRefuseOthers() {
    assertEquals(
        new OAuthBearerMessage("t.o.k=", "a,b"),
        parsed("n,a=a=2Cb,\1auth=bEaReR  t.o.k=\1x=1\1\1"));
    for (String message :
        List.of(
            "",
            "n,,\1\1",
            "n,,\1auth=Bearer t\1",
            "y,,\1auth=Bearer t\1\1",
            "n,\1auth=Bearer t\1\1",
            "n,,\1auth=Basic t\1\1",
            "n,,\1auth=Bearer t t\1\1",
            "n,,\1x1=a\1auth=Bearer t\1\1",
            "n,,\1x=\1auth=Bearer t\1\1")) {
      assertNull(OAuthBearerMessage.parse(message.getBytes(UTF_8)), message);
    }
  }

  private static OAuthBearerMessage parsed(String message) {
    OAuthBearerMessage parsed = OAuthBearerMessage.parse(message.getBytes(UTF_8));
    return java.util.Objects.requireNonNull(parsed);
  }

  @Test
  void shouldTakeUnsecuredTokensAsTheirOptionsWant() {
    UnsecuredTokens unsecured =
        new UnsecuredTokens(
            Map.of(
                "unsecuredValidatorRequiredScope", "kafka",
                "unsecuredValidatorAllowableClockSkewMs", "1000"),
            () -> NOW);

    assertInstanceOf(Good.class, unsecured.check(plain(claims().claim("scope", "kafka"))));
    assertInstanceOf(
        Good.class, unsecured.check(plain(claims().claim("scope", List.of("x", "kafka")))));
    Bad bad = assertInstanceOf(Bad.class, unsecured.check(plain(claims())));
    assertEquals("kafka", bad.missingScope());
    assertNull(
        assertInstanceOf(
                Bad.class,
                unsecured.check(
                    plain(
                        claims()
                            .claim("scope", "kafka")
                            .expirationTime(Date.from(NOW.minusSeconds(1))))))
            .missingScope());
  }

  private static String plain(JWTClaimsSet.Builder claims) {
    return new PlainJWT(claims.build()).serialize();
  }

  @Test
  void shouldFetchOnceAtATimeHoweverManyKeysAreMissing() throws Exception {
    Queue<Runnable> waiting = new ArrayDeque<>();
    long[] now = {0};
    JwksKeys slow =
        new JwksKeys(
            new URL("http://issuer.example/jwks"),
            new JwksKeys.Times(3_600_000, 100, 10_000),
            new JwksKeys.World(
                url -> published.toString().getBytes(UTF_8), waiting::add, timer, () -> now[0]));
    JWKSelector missing = new JWKSelector(new JWKMatcher.Builder().keyID("none").build());

    for (int i = 0; i < 5; i++) {
      slow.get(missing, null);
      now[0] += 20_000_000_000L;
    }
    assertEquals(1, waiting.size(), "the first has not ended");
    waiting.remove().run();
    slow.get(missing, null);
    assertEquals(1, waiting.size());
    slow.close();
  }
}
