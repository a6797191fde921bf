package io.barnabas.server.config;

import org.jspecify.annotations.Nullable;

/**
 * One mechanism of SASL on one listener.
 *
 * @param name as registered with IANA
 * @param jaas its login module; null where it needs none and none was given
 * @param maxReauthMs for how long a proof holds at most; 0 for no limit
 * @param oauthBearer null for any other mechanism
 * @param kerberos null for any other mechanism
 */
public record SaslMechanismConfig(
    String name,
    @Nullable JaasEntry jaas,
    long maxReauthMs,
    @Nullable OAuthBearerConfig oauthBearer,
    @Nullable KerberosConfig kerberos) {}
