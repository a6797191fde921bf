package io.barnabas.server.quota;

import io.barnabas.metadata.image.ClientQuotasImage;
import io.barnabas.metadata.image.QuotaEntity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many connections a second an address may open (KIP-612). Immutable. */
final class IpLimits {
  static final IpLimits NONE = new IpLimits(Map.of(), null);

  private static final Logger LOG = LoggerFactory.getLogger(IpLimits.class);
  private static final String KEY = "connection_creation_rate";

  private final Map<InetAddress, Double> own;
  private final @Nullable Double others;

  private IpLimits(Map<InetAddress, Double> own, @Nullable Double others) {
    this.own = own;
    this.others = others;
  }

  /** Looks names up; those without an address limit nobody. */
  static IpLimits of(ClientQuotasImage image) {
    Map<InetAddress, Double> own = new HashMap<>();
    Double[] others = new Double[1];
    image.forEach(
        (entity, values) -> {
          Double rate = values.get(KEY);
          QuotaEntity.Part part = entity.parts().get(0);
          if (rate == null || !part.type().equals(QuotaEntity.IP)) {
            return;
          }
          String name = part.name();
          if (name == null) {
            others[0] = rate;
            return;
          }
          try {
            own.put(InetAddress.getByName(name), rate);
          } catch (UnknownHostException e) {
            LOG.warn("The quota of {} limits nobody: it has no address", name);
          }
        });
    return new IpLimits(Map.copyOf(own), others[0]);
  }

  /** The limit of an address, null for none. */
  @Nullable Double of(InetAddress address) {
    Double rate = own.get(address);
    return rate != null ? rate : others;
  }
}
