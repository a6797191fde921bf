package io.barnabas.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.codec.Bytes;
import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.api.scram.ScramKeys;
import io.barnabas.server.authentication.Authentication;
import io.barnabas.server.authentication.Identity;
import io.barnabas.server.authentication.KerberosRules;
import io.barnabas.server.authentication.PlainMechanism;
import io.barnabas.server.authentication.SaslExchange;
import io.barnabas.server.authentication.SaslMechanism;
import io.barnabas.server.authentication.SaslStep;
import io.barnabas.server.authentication.ScramServer;
import io.barnabas.server.authentication.ScramSource;
import io.barnabas.server.config.OAuthBearerConfig;
import io.barnabas.server.config.SaslConfig;
import io.barnabas.server.config.SaslMechanismConfig;
import java.net.URL;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Proofs of who one is. Whatever is sent ends in a step; nobody becomes alice who does not know her
 * secret, and nobody anybody else; what is logged of names forges no line.
 */
final class SaslFuzzTest {
  static final String PASSWORD = "alice-secret";
  private static final Bytes SECRET = Bytes.ofUtf8("of this cluster");

  /** Between the tokens of one exchange. */
  static final byte NEXT_TOKEN = (byte) 0xff;

  /** When the tokens of the corpus are valid. */
  static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private static final ScheduledThreadPoolExecutor TIMER = new ScheduledThreadPoolExecutor(1);
  private static final SaslMechanism PLAIN = new PlainMechanism(Map.of("alice", PASSWORD));
  private static final SaslMechanism SIGNED =
      listening(SaslFuzzTest.class.getResource("jwks.json"));
  private static final SaslMechanism UNSECURED = listening(null);
  private static final KerberosRules RULES =
      new KerberosRules(
          "EXAMPLE.COM",
          List.of(
              "RULE:[1:$1@$0](.*@OTHER.COM)s/@.*//", "RULE:[2:$1](app.*)s/app/srv/g/L", "DEFAULT"));

  static {
    TIMER.setThreadFactory(
        task -> {
          Thread thread = new Thread(task, "timer");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static SaslMechanism listening(@Nullable URL keys) {
    OAuthBearerConfig tokens =
        new OAuthBearerConfig(
            keys, 3_600_000, 100, 10_000, List.of("kafka"), "issuer", 30, "sub", "scope");
    return Authentication.open(
            new SaslConfig(
                Map.of(
                    "L",
                    new SaslConfig.OfListener(
                        List.of(new SaslMechanismConfig("OAUTHBEARER", null, 0, tokens, null)),
                        1000)),
                0),
            new Authentication.World(
                new Alice(),
                new Random(1),
                () -> SECRET,
                Runnable::run,
                Runnable::run,
                TIMER,
                () -> NOW,
                () -> 0))
        .listeners()
        .get("L")
        .mechanisms()
        .get("OAUTHBEARER");
  }

  /** Knows alice. */
  private static final class Alice implements ScramSource {
    @Override
    public int usualIterations(ScramMechanism mechanism) {
      return ScramKeys.ITERATIONS_MIN;
    }

    private static final Map<ScramMechanism, Known> KNOWN =
        Map.of(
            ScramMechanism.SCRAM_SHA_256, known(ScramMechanism.SCRAM_SHA_256),
            ScramMechanism.SCRAM_SHA_512, known(ScramMechanism.SCRAM_SHA_512));

    private static Known known(ScramMechanism mechanism) {
      byte[] salt = "salt".getBytes(UTF_8);
      byte[] salted = ScramKeys.salted(mechanism, PASSWORD, salt, 4096);
      return new Known(ScramKeys.credential(mechanism, salt, salted, 4096), Identity.of("alice"));
    }

    @Override
    public @Nullable Known user(ScramMechanism mechanism, String name) {
      return name.equals("alice") ? KNOWN.get(mechanism) : null;
    }

    @Override
    public @Nullable Known token(ScramMechanism mechanism, String tokenId) {
      return null;
    }
  }

  /** Nonces are the same each time, so that the corpus can hold a proof. */
  static SaslMechanism scram(ScramMechanism mechanism) {
    return new ScramServer(mechanism, new Alice(), new Random(1), SECRET);
  }

  private static void exchange(SaslMechanism mechanism, byte[] input) {
    SaslExchange exchange = mechanism.begin();
    int from = 0;
    SaslStep step;
    do {
      int to = from;
      while (to < input.length && input[to] != NEXT_TOKEN) {
        to++;
      }
      step = exchange.evaluate(Arrays.copyOfRange(input, from, to));
      from = to + 1;
    } while (step instanceof SaslStep.Challenge && from < input.length);
    exchange.dispose();
    if (step instanceof SaslStep.Proven proven) {
      assertEquals("alice", proven.identity().name());
    } else if (step instanceof SaslStep.Refused refused) {
      assertTrue(refused.reason().chars().noneMatch(Character::isISOControl), refused.reason());
    }
  }

  @FuzzTest(maxDuration = "1h")
  void plain(byte[] input) {
    exchange(PLAIN, input);
  }

  /** The first byte says by which hash. */
  @FuzzTest(maxDuration = "1h")
  void scram(byte[] input) {
    if (input.length > 0) {
      exchange(
          scram((input[0] & 1) == 0 ? ScramMechanism.SCRAM_SHA_256 : ScramMechanism.SCRAM_SHA_512),
          Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /** The whole of what a client of OAUTHBEARER sends. */
  @FuzzTest(maxDuration = "1h")
  void bearer(byte[] input) {
    exchange(SIGNED, input);
    notFailing(UNSECURED, input);
  }

  /** A token by itself. */
  @FuzzTest(maxDuration = "1h")
  void token(byte[] input) {
    byte[] before = "n,,\1auth=Bearer ".getBytes(UTF_8);
    byte[] message = Arrays.copyOf(before, before.length + input.length + 2);
    System.arraycopy(input, 0, message, before.length, input.length);
    message[message.length - 1] = 1;
    message[message.length - 2] = 1;
    exchange(SIGNED, message);
    notFailing(UNSECURED, message);
  }

  /** Who has written an unsecured token is whoever it says. */
  private static void notFailing(SaslMechanism mechanism, byte[] token) {
    SaslExchange exchange = mechanism.begin();
    exchange.evaluate(token);
    exchange.dispose();
  }

  /** A principal that a ticket names; tickets themselves are read by the JDK. */
  @FuzzTest(maxDuration = "1h")
  void principal(byte[] input) {
    String name = RULES.user(new String(input, UTF_8));
    assertTrue(name == null || !name.contains("@"), name);
  }
}
