package io.bagoftricks.engine.internal.plugin;

import io.bagoftricks.engine.internal.text.OneLine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Threads that plugins have started. A thread inherits the context class loader of the one that
 * starts it, and the code of a plugin is called with its own.
 */
public final class PluginThreads {
  /** Code of a plugin may make a circle of causes. */
  private static final int MOST_CAUSES = 100;

  private PluginThreads() {}

  /** A sentence about those that are running, with a space before it; empty if there is none. */
  public static String sentence() {
    List<String> running = running();
    return running.isEmpty() ? "" : " Running now: " + String.join(", ", running) + ".";
  }

  /** Those that are running, each as {@code thread 'NAME' of PLUGIN}. */
  public static List<String> running() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread != Thread.currentThread() && thread.isAlive())
        .filter(PluginThreads::isStarted)
        .sorted(Comparator.comparing(Thread::getName))
        .map(
            thread ->
                OneLine.of(
                    "thread '%s' of %s"
                        .formatted(thread.getName(), thread.getContextClassLoader().getName())))
        .toList();
  }

  /** The plugin that started a thread, if it was one. */
  public static Optional<String> ownerOf(Thread thread) {
    return isStarted(thread)
        ? Optional.ofNullable(thread.getContextClassLoader().getName())
        : Optional.empty();
  }

  /** The plugin whose code a failure passed through, where it came from. */
  public static Optional<String> codeIn(Throwable failure) {
    @Nullable Throwable t = failure;
    for (int depth = 0; t != null && depth < MOST_CAUSES; depth++, t = t.getCause()) {
      for (StackTraceElement frame : t.getStackTrace()) {
        String loader = frame.getClassLoaderName();
        if (loader != null && loader.startsWith(PluginLoader.NAME)) {
          return Optional.of(loader.substring(PluginLoader.NAME.length()));
        }
      }
    }
    return Optional.empty();
  }

  /** Threads of the engine have a plugin's loader too while they call it; these are daemons. */
  private static boolean isStarted(Thread thread) {
    return thread.getContextClassLoader() instanceof PluginLoader
        && !(thread.isDaemon() && thread.getName().startsWith("loader-"));
  }
}
