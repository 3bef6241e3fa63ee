package io.bagoftricks.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command line to measure.
 *
 * @param environment variables that differ from those of this process
 */
record ProcessContestant(String name, List<String> command, Map<String, String> environment)
    implements Contestant {
  private static final int LINES_SHOWN = 30;

  @Override
  public Measurement run() {
    return run(Measurement.class);
  }

  /**
   * Measures once, in a fresh process.
   *
   * @param result what the last line on standard output says
   * @throws ContestantException if the process fails or says nothing of use
   */
  <R extends Record> R run(Class<R> result) {
    try {
      Path errors = Files.createTempFile("bench-", ".log");
      try {
        return measure(errors, result);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new ContestantException("Cannot start %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private <R extends Record> R measure(Path errors, Class<R> result) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    builder.environment().remove("OMP_WAIT_POLICY");
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> output = process.inputReader().lines().toList();
    int code = process.onExit().join().exitValue();
    if (code != 0) {
      throw new ContestantException(
          "%s ended with code %s.\n  %s\n%s"
              .formatted(name, code, String.join(" ", command), lastLines(errors)));
    }
    try {
      return LastLine.read(output, result);
    } catch (IllegalArgumentException e) {
      throw new ContestantException(name + ": " + e.getMessage(), e);
    }
  }

  private static String lastLines(Path errors) throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }
}
