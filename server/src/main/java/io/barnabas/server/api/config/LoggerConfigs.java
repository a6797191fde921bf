package io.barnabas.server.api.config;

import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.config.ConfigSource;
import io.barnabas.metadata.config.ConfigType;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.server.logging.LogLevel;
import io.barnabas.server.logging.Loggers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The levels of this broker's loggers, as configs (KIP-412). They end with the process. */
public final class LoggerConfigs {
  /** Why a level cannot be changed. */
  record Complaint(ErrorCode error, String message) {}

  private final Loggers loggers;

  public LoggerConfigs(Loggers loggers) {
    this.loggers = loggers;
  }

  /** Every logger with its level. */
  List<EffectiveConfig> all() {
    List<EffectiveConfig> all = new ArrayList<>();
    loggers
        .levels()
        .forEach(
            (name, level) ->
                all.add(
                    new EffectiveConfig(
                        name,
                        level.name(),
                        ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
                        ConfigType.UNKNOWN,
                        false,
                        false,
                        "",
                        List.of())));
    return all;
  }

  /** Changes levels, all or none; null if that is done, or could be. */
  @Nullable Complaint change(List<KeyChange> changes, boolean validateOnly) {
    for (KeyChange change : changes) {
      Complaint complaint = complaint(change);
      if (complaint != null) {
        return complaint;
      }
    }
    if (!validateOnly) {
      for (KeyChange change : changes) {
        String value = change.value();
        loggers.change(
            change.key(),
            change.operation() == Operation.DELETE || value == null
                ? null
                : LogLevel.ofName(value));
      }
    }
    return null;
  }

  private @Nullable Complaint complaint(KeyChange change) {
    String name = change.key();
    if (change.operation() == Operation.APPEND || change.operation() == Operation.SUBTRACT) {
      return new Complaint(
          ErrorCode.INVALID_REQUEST,
          change.operation() + " operation is not allowed for the BROKER_LOGGER resource");
    }
    if (!loggers.knows(name)) {
      return new Complaint(ErrorCode.INVALID_CONFIG, "Logger " + name + " does not exist!");
    }
    if (change.operation() == Operation.DELETE) {
      return name.equals(Loggers.ROOT)
          ? new Complaint(
              ErrorCode.INVALID_REQUEST,
              "Removing the log level of the " + Loggers.ROOT + " logger is not allowed")
          : null;
    }
    String value = String.valueOf(change.value());
    return LogLevel.ofName(value) == null
        ? new Complaint(
            ErrorCode.INVALID_CONFIG,
            "Cannot set the log level of "
                + name
                + " to "
                + value
                + " as it is not a supported log level. Valid log levels are DEBUG, ERROR, FATAL,"
                + " INFO, TRACE, WARN")
        : null;
  }
}
