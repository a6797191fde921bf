package io.barnabas.coordinator;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The smallest coordinator: appends lines, and keeps the last one under one key. */
final class CounterKind implements ShardKind<CounterKind.Shard, String> {
  static final byte[] KEY = {1};

  /** Its operations reach the view through it. */
  record Shard(View view) implements CoordinatorShard<String> {
    @Override
    public void onTimer(Object key, Effects<String> effects) {
      effects.append("timer " + key);
    }

    String last() {
      byte[] value = view.get(1, KEY);
      return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
  }

  /** Appends a line and answers with it, or with the fault. */
  static Operation<Shard, String, String> append(String line) {
    return operation(
        (shard, token, effects) -> {
          effects.append(line);
          effects.reply(token, line);
        });
  }

  static Operation<Shard, String, String> read() {
    return operation((shard, token, effects) -> effects.reply(token, shard.last()));
  }

  interface Rule {
    void decide(Shard shard, ReplyToken<String> token, Effects<String> effects);
  }

  static Operation<Shard, String, String> operation(Rule rule) {
    return operation(rule, false);
  }

  /** One that whoever submits it may decide. */
  static Operation<Shard, String, String> quick(Rule rule) {
    return operation(rule, true);
  }

  private static Operation<Shard, String, String> operation(Rule rule, boolean quick) {
    return new Operation<>() {
      @Override
      public void decide(Shard shard, ReplyToken<String> token, Effects<String> effects) {
        rule.decide(shard, token, effects);
      }

      @Override
      public boolean isQuick(Shard shard) {
        return quick;
      }

      @Override
      public String refused(CoordinatorFault fault) {
        return fault.name();
      }
    };
  }

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public int viewFormatVersion() {
    return 1;
  }

  @Override
  public RecordSerde<String> serde() {
    return new RecordSerde<>() {
      @Override
      public LogRecord encode(String entry, long timestamp) {
        return new LogRecord(KEY, entry.getBytes(StandardCharsets.UTF_8), timestamp);
      }

      @Override
      public @Nullable String decode(LogRecord entry) {
        byte[] value = entry.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
      }
    };
  }

  @Override
  public void apply(String entry, LogRecord encoded, MutableView view) {
    view.put(1, KEY, entry.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Shard create(int partition, View view, Effects<String> effects) {
    return new Shard(view);
  }
}
