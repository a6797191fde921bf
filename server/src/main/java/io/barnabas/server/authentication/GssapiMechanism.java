package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;

/**
 * GSSAPI (RFC 4752), which is Kerberos, by the JDK's means. The broker proves nothing itself: all
 * it needs is the key of its principal, which is read from the key table and does not expire.
 */
public final class GssapiMechanism implements SaslMechanism {
  private static final String NAME = "GSSAPI";

  private final Subject subject;
  private final KerberosName service;
  private final KerberosRules rules;

  private GssapiMechanism(Subject subject, KerberosName service, KerberosRules rules) {
    this.subject = subject;
    this.service = service;
    this.rules = rules;
  }

  /**
   * Logs in by the JDK's login module for Kerberos; may wait for its servers.
   *
   * @throws LoginException if that does not work
   */
  public static GssapiMechanism login(
      String module, Map<String, String> options, KerberosRules rules) throws LoginException {
    Subject subject = new Subject();
    LoginContext context = new LoginContext(NAME, subject, null, configuration(module, options));
    context.login();
    for (KerberosPrincipal principal : subject.getPrincipals(KerberosPrincipal.class)) {
      KerberosName service = KerberosName.parse(principal.getName());
      if (service != null && service.host() != null) {
        return new GssapiMechanism(subject, service, rules);
      }
    }
    throw new LoginException("the principal is not of the form service/host@REALM");
  }

  private static Configuration configuration(String module, Map<String, String> options) {
    AppConfigurationEntry entry =
        new AppConfigurationEntry(
            module, AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, options);
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return new AppConfigurationEntry[] {entry};
      }
    };
  }

  /**
   * The first part of the principal, which clients must know as {@code sasl.kerberos.service.name}.
   */
  public String serviceName() {
    return service.first();
  }

  @Override
  public String name() {
    return NAME;
  }

  /** It looks at key tables and caches of replays, which are files. */
  @Override
  public boolean isSlow() {
    return true;
  }

  @Override
  public SaslExchange begin() {
    return new Exchange();
  }

  private final class Exchange implements SaslExchange {
    private @Nullable SaslServer server;

    @Override
    public SaslStep evaluate(byte[] token) {
      try {
        return asService(() -> step(token));
      } catch (SaslException e) {
        return SaslStep.Refused.silently("Kerberos: " + LoggedName.of(reason(e)));
      }
    }

    private SaslStep step(byte[] token) throws SaslException {
      SaslServer used = server;
      if (used == null) {
        used =
            Sasl.createSaslServer(
                NAME, service.first(), service.host(), Map.of(), GssapiMechanism::answer);
        if (used == null) {
          throw new SaslException("this JVM has no GSSAPI");
        }
        server = used;
      }
      byte[] answer = used.evaluateResponse(token);
      Bytes told = answer == null ? null : Bytes.ofCopy(answer);
      if (!used.isComplete()) {
        return new SaslStep.Challenge(told == null ? Bytes.EMPTY : told);
      }
      String principal = used.getAuthorizationID();
      String user = rules.user(principal);
      return user == null
          ? SaslStep.Refused.silently("no rule says who " + LoggedName.of(principal) + " is")
          : new SaslStep.Proven(told, Identity.of(user));
    }

    @Override
    public void dispose() {
      SaslServer used = server;
      server = null;
      if (used != null) {
        try {
          used.dispose();
        } catch (SaslException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private <T> T asService(PrivilegedExceptionAction<T> action) throws SaslException {
    try {
      return Subject.doAs(subject, action);
    } catch (PrivilegedActionException e) {
      if (e.getException() instanceof SaslException failure) {
        throw failure;
      }
      throw new SaslException("GSSAPI failed", e.getException());
    }
  }

  private static void answer(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof RealmCallback realm) {
        realm.setText(realm.getDefaultText());
      } else if (callback instanceof AuthorizeCallback authorize) {
        // Whoever it wanted to be: it is who it has proven to be.
        authorize.setAuthorized(true);
        authorize.setAuthorizedID(authorize.getAuthenticationID());
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }
}
