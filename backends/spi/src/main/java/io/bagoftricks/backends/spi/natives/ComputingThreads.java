package io.bagoftricks.backends.spi.natives;

import io.bagoftricks.backends.spi.SettingException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How many threads native libraries compute with: OpenMP reads it from the environment. */
public final class ComputingThreads {
  private static final String VARIABLE = "OMP_NUM_THREADS";
  private static final String DYNAMIC = "OMP_DYNAMIC";
  private static final String LIMIT = "OMP_THREAD_LIMIT";
  private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,3}");
  private static final int MOST = 1024;

  private ComputingThreads() {}

  /**
   * {@return the number that the environment sets, or else that of the processors}
   *
   * @param environment variables by name
   * @throws SettingException if it is none that OpenMP takes (OpenMP itself would go on with all
   *     processors, and ND4J takes no white space around it), or if {@code OMP_DYNAMIC} or {@code
   *     OMP_THREAD_LIMIT} may give fewer
   */
  public static int of(Map<String, String> environment) {
    int threads = asked(environment);
    checkTeam(environment, threads);
    return threads;
  }

  private static int asked(Map<String, String> environment) {
    String set = environment.getOrDefault(VARIABLE, "");
    int processors = Runtime.getRuntime().availableProcessors();
    if (set.isEmpty()) {
      return processors;
    }
    int threads = NUMBER.matcher(set).matches() ? Integer.parseInt(set) : 0;
    if (threads < 1 || threads > MOST) {
      throw new SettingException(
          VARIABLE,
          String.format(
              Locale.ROOT,
              "The number of threads is '%s', but must be a whole number from 1 to %d. This process may use %d processors: set it to at most that, or unset it.",
              set,
              MOST,
              processors));
    }
    return threads;
  }

  /**
   * Checks that OpenMP gives as many threads as it is asked for: oneDNN's kernels wait for each
   * other.
   */
  private static void checkTeam(Map<String, String> environment, int threads) {
    if (environment.getOrDefault(DYNAMIC, "").strip().equalsIgnoreCase("true")) {
      throw new SettingException(
          DYNAMIC,
          "Teams of threads may be smaller than was asked for, which kernels of oneDNN do not bear. Unset it, and set OMP_NUM_THREADS to fewer threads instead.");
    }
    String limit = environment.getOrDefault(LIMIT, "").strip();
    if (NUMBER.matcher(limit).matches() && Integer.parseInt(limit) < threads) {
      throw new SettingException(
          LIMIT,
          String.format(
              Locale.ROOT,
              "The process may have %s threads, but is to compute with %d. Unset it, or set OMP_NUM_THREADS to at most %s.",
              limit,
              threads,
              limit));
    }
  }
}
