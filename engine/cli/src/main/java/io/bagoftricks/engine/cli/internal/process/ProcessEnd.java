package io.bagoftricks.engine.cli.internal.process;

import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.plugin.PluginThreads;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plugin.RunningCalls.Call;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sees to it that the process ends when its command has, with the command's exit code, and that it
 * does not end before as if all were well, whatever plugins do.
 */
public final class ProcessEnd {
  private static final long SECONDS_FOR_SHUTDOWN_HOOKS = 10;
  private static final int FAILED = 1;

  private final Invocation invocation;
  private final PrintWriter err;
  private volatile boolean commandEnded;

  private ProcessEnd(Invocation invocation, PrintWriter err) {
    this.invocation = invocation;
    this.err = err;
  }

  /** Watches over the end of the process from now on. */
  public static ProcessEnd watched(Invocation invocation, PrintWriter err) {
    ProcessEnd end = new ProcessEnd(invocation, err);
    Runtime.getRuntime().addShutdownHook(new Thread(end::ending, "end of process"));
    Thread.setDefaultUncaughtExceptionHandler(end::failed);
    return end;
  }

  /** Ends the process, be it that a plugin's shutdown hook does not return. */
  public void exit(int code) {
    commandEnded = true;
    Thread last =
        new Thread(
            () -> {
              try {
                Thread.sleep(1000 * SECONDS_FOR_SHUTDOWN_HOOKS);
              } catch (InterruptedException e) {
                return;
              }
              err.printf(
                  Locale.ROOT,
                  "warning: a shutdown hook has not returned for %d s; the process ends without"
                      + " it.%s%n",
                  SECONDS_FOR_SHUTDOWN_HOOKS,
                  PluginThreads.sentence());
              err.flush();
              Runtime.getRuntime().halt(code);
            },
            "last");
    last.setDaemon(true);
    last.start();
    System.exit(code);
  }

  /** Ends the process because a trick does not return. */
  public void giveUp(Call call) {
    String trace =
        Arrays.stream(call.thread().getStackTrace())
            .map(frame -> "\tat " + frame)
            .collect(Collectors.joining("\n"));
    err.printf(
        Locale.ROOT,
        "[plugin/no-end] %s has not returned for %.0f s; the process ends. %s%n",
        call.place().get(),
        call.seconds(),
        goOn());
    err.println(FailureTrace.keep(call.place().get() + "\n" + trace + "\n", invocation.run()));
    err.flush();
    Runtime.getRuntime().halt(FAILED);
  }

  /** A thread has failed that nobody waits for. */
  private void failed(Thread thread, Throwable failure) {
    err.printf(
        "warning: [plugin/thread-failed] The thread '%s'%s failed: %s. %s%n",
        OneLine.of(thread.getName()),
        PluginThreads.ownerOf(thread).map(plugin -> " of " + plugin).orElse(""),
        FailureWords.of(failure),
        FailureTrace.keep(failure, invocation.run()));
    err.flush();
  }

  /** Runs as a shutdown hook. A signal is none of its business; somebody else's exit is. */
  private void ending() {
    if (commandEnded) {
      return;
    }
    Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> isInExit(entry.getValue()))
        .findFirst()
        .ifPresent(
            entry -> {
              err.printf(
                  "[plugin/exit] %s called System.exit before the command had ended. A trick that"
                      + " cannot go on throws an exception. %s%n",
                  place(entry), goOn());
              err.flush();
              // The code that was asked for may be 0.
              Runtime.getRuntime().halt(FAILED);
            });
  }

  private String place(Map.Entry<Thread, StackTraceElement[]> exiting) {
    String thread = "the thread '" + exiting.getKey().getName() + "'";
    return invocation
        .calls()
        .of(exiting.getKey())
        .map(call -> call.place().get())
        .orElseGet(
            () ->
                PluginThreads.ownerOf(exiting.getKey())
                    .map(plugin -> thread + " of " + plugin)
                    .orElse(thread));
  }

  private static boolean isInExit(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .anyMatch(
            frame ->
                frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit"));
  }

  private String goOn() {
    return invocation.toGoOn().orElse("");
  }
}
