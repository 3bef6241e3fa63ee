package io.bagoftricks.engine.cli.internal.process;

import io.bagoftricks.engine.plugin.RunningCalls;
import io.bagoftricks.engine.plugin.RunningCalls.Call;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names on the console the call of a trick that does not return, and gives it up when it has not
 * for ten times as long: neither an exception nor a signal gets at an endless loop.
 */
public final class HookWatchdog {
  /** Seconds after which a call of a trick that has not returned is given up. */
  public static final String LIMIT = "tricks.hookLimit";

  private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,8}");
  private static final double SHARE_UNTIL_NAMED = 0.1;
  private static final long LONGEST_SLEEP_MILLISECONDS = 1000;

  private final RunningCalls calls;
  private final double limit;
  private final PrintWriter messages;
  private final Consumer<Call> giveUp;

  private HookWatchdog(
      RunningCalls calls, double limit, PrintWriter messages, Consumer<Call> giveUp) {
    this.calls = calls;
    this.limit = limit;
    this.messages = messages;
    this.giveUp = giveUp;
  }

  /** A limit as users write it, a whole number of seconds, at least 1; empty where it is none. */
  public static OptionalInt seconds(String limit) {
    return SECONDS.matcher(limit).matches()
        ? OptionalInt.of(Integer.parseInt(limit))
        : OptionalInt.empty();
  }

  /**
   * Watches until the process ends.
   *
   * @param limit seconds until a call is given up
   * @param giveUp ends the process
   */
  public static void start(
      RunningCalls calls, double limit, PrintWriter messages, Consumer<Call> giveUp) {
    Thread thread = new Thread(new HookWatchdog(calls, limit, messages, giveUp)::watch, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    long sleep = Math.min(LONGEST_SLEEP_MILLISECONDS, (long) (1000 * limit * SHARE_UNTIL_NAMED));
    @Nullable Call named = null;
    while (true) {
      try {
        Thread.sleep(Math.max(1, sleep));
      } catch (InterruptedException e) {
        return;
      }
      @Nullable Call call = calls.longest().orElse(null);
      if (call != null && call.seconds() > limit) {
        giveUp.accept(call);
        return;
      }
      if (call != null && !call.equals(named) && call.seconds() > limit * SHARE_UNTIL_NAMED) {
        named = call;
        messages.printf(
            Locale.ROOT,
            "warning: %s has not returned for %.0f s. After %.0f s it is given up; set another"
                + " limit with TRICKS_JAVA_OPTS=-D%s=SECONDS%n",
            call.place().get(),
            call.seconds(),
            limit,
            LIMIT);
      }
    }
  }
}
