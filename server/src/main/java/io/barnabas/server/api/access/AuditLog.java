package io.barnabas.server.api.access;

import io.barnabas.codec.ApiKey;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.logging.LogText;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/**
 * Tells of what was denied and of what administrators did, one line each, under the name Apache
 * Kafka's authorizer logs under. Whoever is being answered does not wait for the line: it is
 * written by another thread, and when those cannot keep up lines are dropped, counted, and the
 * count is told.
 */
public final class AuditLog {
  /** The name of the logger. */
  public static final String LOGGER = "kafka.authorizer.logger";

  private static final int WAITING = 10_000;

  /** Something to tell. Client-given words are quoted where they could be taken for more. */
  private interface Entry {
    String line();

    /** Whether it is told to everybody, not only to whoever looks closely. */
    boolean matters();
  }

  /** That somebody was let do something, or not. */
  private record Asked(Origin origin, Question question, Decision decision) implements Entry {
    @Override
    public String line() {
      StringBuilder line = new StringBuilder(200);
      line.append("outcome=").append(decision.allowed() ? "Allowed" : "Denied");
      append(line, "principal", question.principal().toString());
      append(line, "operation", question.operation().name());
      append(line, "resourceType", question.type().name());
      append(line, "resource", question.name());
      origin.appendTo(line);
      append(line, "rule", decision.rule());
      return line.toString();
    }

    @Override
    public boolean matters() {
      return !decision.allowed() || isAdministrative(question.operation());
    }
  }

  /** That somebody changed who may do what. */
  private record Changed(Origin origin, String change) implements Entry {
    @Override
    public String line() {
      StringBuilder line = new StringBuilder(200);
      line.append("outcome=Done");
      append(line, "principal", origin.connection().principal().toString());
      origin.appendTo(line);
      append(line, "change", change);
      return line.toString();
    }

    @Override
    public boolean matters() {
      return true;
    }
  }

  /** Where a request comes from; its words are cut, since many may wait for long. */
  private record Origin(ClientConnection connection, ApiKey request, String clientId) {
    static Origin of(RequestContext context) {
      return new Origin(
          context.connection(), context.spec().key(), LogText.cut(context.clientIdOrEmpty()));
    }

    void appendTo(StringBuilder line) {
      append(line, "request", request.wireName());
      append(line, "host", connection.clientAddress().getAddress().getHostAddress());
      append(line, "listener", connection.listenerName());
      append(line, "clientId", clientId);
    }
  }

  private static void append(StringBuilder line, String key, String value) {
    line.append(' ').append(key).append('=').append(LogText.value(value));
  }

  private final Logger logger;
  private final Executor executor;
  private final ArrayBlockingQueue<Entry> waiting;
  private final AtomicBoolean writing = new AtomicBoolean();
  private final LongAdder dropped = new LongAdder();

  /**
   * A log.
   *
   * @param executor writes; may wait for whoever reads the log
   */
  public AuditLog(Logger logger, Executor executor) {
    this(logger, executor, WAITING);
  }

  AuditLog(Logger logger, Executor executor, int waiting) {
    this.logger = logger;
    this.executor = executor;
    this.waiting = new ArrayBlockingQueue<>(waiting);
  }

  /** Takes note of a decision that somebody asked for, as far as it is told at all. Never waits. */
  void note(RequestContext context, Question question, Decision decision) {
    boolean matters = !decision.allowed() || isAdministrative(question.operation());
    if (matters ? logger.isInfoEnabled() : logger.isDebugEnabled()) {
      note(new Asked(Origin.of(context), cut(question), decision));
    }
  }

  /** Takes note of a change of who may do what. Never waits. */
  void noteChange(RequestContext context, String change) {
    if (logger.isInfoEnabled()) {
      note(new Changed(Origin.of(context), change));
    }
  }

  private static Question cut(Question question) {
    String name = LogText.cut(question.name());
    return name.equals(question.name())
        ? question
        : new Question(
            question.principal(), question.address(), question.operation(), question.type(), name);
  }

  private void note(Entry entry) {
    if (!waiting.offer(entry)) {
      dropped.increment();
    }
    wake();
  }

  private static boolean isAdministrative(AclOperation operation) {
    return switch (operation) {
      case CREATE, DELETE, ALTER, ALTER_CONFIGS, CREATE_TOKENS -> true;
      default -> false;
    };
  }

  private void wake() {
    if (writing.compareAndSet(false, true)) {
      try {
        executor.execute(this::write);
      } catch (RejectedExecutionException stopping) {
        writing.set(false);
      }
    }
  }

  /** Lines that wait when the broker stops are written by whoever stops it. */
  public void close() {
    writeWaiting();
  }

  private void write() {
    try {
      writeWaiting();
    } finally {
      writing.set(false);
    }
    if (!waiting.isEmpty()) {
      wake();
    }
  }

  private synchronized void writeWaiting() {
    for (Entry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
      if (entry.matters()) {
        logger.info("{}", entry.line());
      } else {
        logger.debug("{}", entry.line());
      }
    }
    long lost = dropped.sumThenReset();
    if (lost > 0) {
      logger.warn("dropped={} lines could not be written in time", lost);
    }
  }
}
