package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.BrokerRegistrationChangeRecord;
import io.barnabas.codec.metadata.FenceBrokerRecord;
import io.barnabas.codec.metadata.RegisterBrokerRecord;
import io.barnabas.codec.metadata.RegisterControllerRecord;
import io.barnabas.codec.metadata.UnfenceBrokerRecord;
import io.barnabas.codec.metadata.UnregisterBrokerRecord;
import io.barnabas.codec.metadata.UnregisterControllerRecord;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes of nodes, on their way into an image. */
final class ClusterDelta {
  private final ClusterImage base;
  private @Nullable SortedMap<Integer, BrokerRegistration> brokers;
  private @Nullable SortedMap<Integer, ControllerRegistration> controllers;

  ClusterDelta(ClusterImage base) {
    this.base = base;
  }

  boolean changed() {
    return brokers != null || controllers != null;
  }

  boolean replay(Message record) {
    if (record instanceof RegisterBrokerRecord registration) {
      brokers().put(registration.brokerId(), Registrations.broker(registration));
    } else if (record instanceof UnregisterBrokerRecord unregistered) {
      require(unregistered.brokerId(), unregistered.brokerEpoch(), record);
      brokers().remove(unregistered.brokerId());
    } else if (record instanceof FenceBrokerRecord fenced) {
      change(require(fenced.id(), fenced.epoch(), record), true);
    } else if (record instanceof UnfenceBrokerRecord unfenced) {
      change(require(unfenced.id(), unfenced.epoch(), record), false);
    } else if (record instanceof BrokerRegistrationChangeRecord change) {
      change(require(change.brokerId(), change.brokerEpoch(), record), change);
    } else if (record instanceof RegisterControllerRecord registration) {
      controllers().put(registration.controllerId(), Registrations.controller(registration));
    } else if (record instanceof UnregisterControllerRecord unregistered) {
      controllers().remove(unregistered.controllerId());
    } else {
      return false;
    }
    return true;
  }

  ClusterImage apply() {
    return changed()
        ? new ClusterImage(
            brokers == null ? base.brokers() : brokers,
            controllers == null ? base.controllers() : controllers)
        : base;
  }

  private void change(BrokerRegistration broker, boolean fenced) {
    put(
        broker.withState(
            fenced,
            broker.inControlledShutdown(),
            broker.directories(),
            broker.cordonedDirectories()));
  }

  private void change(BrokerRegistration broker, BrokerRegistrationChangeRecord change) {
    List<Uuid> cordoned = change.cordonedLogDirs();
    put(
        broker.withState(
            change.fenced() == 0 ? broker.fenced() : change.fenced() > 0,
            broker.inControlledShutdown() || change.inControlledShutdown() > 0,
            change.logDirs().isEmpty() ? broker.directories() : change.logDirs(),
            cordoned == null ? broker.cordonedDirectories() : cordoned));
  }

  private void put(BrokerRegistration broker) {
    brokers().put(broker.id(), broker);
  }

  private BrokerRegistration require(int id, long epoch, Message record) {
    BrokerRegistration broker = (brokers == null ? base.brokers() : brokers).get(id);
    if (broker == null || broker.epoch() != epoch) {
      throw new InvalidMetadataRecordException(
          "A "
              + record.getClass().getSimpleName()
              + " names broker "
              + id
              + " at epoch "
              + epoch
              + ", but "
              + (broker == null ? "it is not registered" : "its epoch is " + broker.epoch()));
    }
    return broker;
  }

  private SortedMap<Integer, BrokerRegistration> brokers() {
    if (brokers == null) {
      brokers = new TreeMap<>(base.brokers());
    }
    return brokers;
  }

  private SortedMap<Integer, ControllerRegistration> controllers() {
    if (controllers == null) {
      controllers = new TreeMap<>(base.controllers());
    }
    return controllers;
  }
}
