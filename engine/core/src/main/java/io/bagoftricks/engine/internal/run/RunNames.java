package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.storage.NewFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** The names of runs, and of what they write into their folders. */
public final class RunNames {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);
  private static final Path RUNS = Path.of("runs");
  private static final Pattern LEFT_BY_RUN =
      Pattern.compile(
          "events\\.out\\.tfevents\\..*|non-finite-\\d+\\.json|confusion\\.csv|bad-files\\.csv|checkpoints");
  private static final Pattern OWN =
      Pattern.compile(
          "recipe\\.json|manifest\\.json|metrics\\.csv|receipts\\.csv|result\\.json|weights\\.safetensors|report\\.html|\\.lock|"
              + LEFT_BY_RUN);
  private static final Pattern EARLY =
      Pattern.compile(
          "\\.lock|recipe\\.json|metrics\\.csv|\\.(recipe\\.json|metrics\\.csv|manifest\\.json)\\.new");

  private RunNames() {}

  /**
   * Where a run goes that names no folder: {@code runs/<name>-<time>}, and a number behind it where
   * that is taken, as when two runs start in one second or the clock was set back.
   */
  public static Path folder(String name, LocalDateTime time) {
    return folder(RUNS, name, time);
  }

  static Path folder(Path runs, String name, LocalDateTime time) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + TIME.format(time);
    Path free = runs.resolve(plain);
    for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free = runs.resolve(plain + "-" + i);
    }
    return free;
  }

  /**
   * Like {@link #folder(String, LocalDateTime)}, but also creates the folder, so that no other
   * process gets it.
   *
   * @throws IOException if it cannot be created
   */
  public static Path reserve(String name, LocalDateTime time) throws IOException {
    return reserve(RUNS, name, time);
  }

  static Path reserve(Path runs, String name, LocalDateTime time) throws IOException {
    Path free = folder(runs, name, time);
    while (!NewFolder.create(free)) { // another process was faster
      free = folder(runs, name, time);
    }
    return free;
  }

  /** Whether a run writes a file or folder of this name into its folder. */
  public static boolean isOwn(String name) {
    return OWN.matcher(name).matches();
  }

  /** Whether a run leaves it that ends before its first checkpoint, and another writes it anew. */
  static boolean isLeftByRun(String name) {
    return LEFT_BY_RUN.matcher(name).matches();
  }

  /** Whether a run writes it before it says with what it is made. */
  static boolean isEarly(String name) {
    return EARLY.matcher(name).matches();
  }
}
