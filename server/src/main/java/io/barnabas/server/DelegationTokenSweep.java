package io.barnabas.server;

import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.SweepDelegationTokens;
import io.barnabas.server.config.DelegationTokenConfig;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has expired delegation tokens removed now and then; they count for nothing before that. */
final class DelegationTokenSweep {
  private static final Logger LOG = LoggerFactory.getLogger(DelegationTokenSweep.class);

  private DelegationTokenSweep() {}

  static void begin(
      DelegationTokenConfig config,
      Controller controller,
      InstantSource clock,
      ScheduledExecutorService timer) {
    if (config.secret() == null) {
      return;
    }
    var unused =
        timer.scheduleWithFixedDelay(
            () -> sweep(controller, clock),
            config.checkIntervalMs(),
            config.checkIntervalMs(),
            TimeUnit.MILLISECONDS);
  }

  private static void sweep(Controller controller, InstantSource clock) {
    controller
        .submit(new SweepDelegationTokens(clock.millis()))
        .thenAccept(
            answer -> {
              if (answer instanceof Answer.Decided<SweepDelegationTokens.Reply> decided
                  && decided.reply().removed() > 0) {
                LOG.info("Removed {} expired delegation tokens", decided.reply().removed());
              }
            });
  }
}
