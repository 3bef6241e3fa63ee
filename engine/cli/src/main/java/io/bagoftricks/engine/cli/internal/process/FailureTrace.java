package io.bagoftricks.engine.cli.internal.process;

import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.storage.TemporaryFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Optional;

/** Keeps the stack trace of a failure where an author finds it, and not on the console. */
final class FailureTrace {
  private static final String NAME = "failure.txt";

  private FailureTrace() {}

  /**
   * Writes it into the folder of the run, or where there is none into a temporary file.
   *
   * @return a sentence that says where
   */
  static String keep(Throwable failure, Optional<RunFolder> run) {
    StringWriter trace = new StringWriter();
    try {
      failure.printStackTrace(new PrintWriter(trace, true));
    } catch (Throwable e) { // code of a plugin may say how its failures look
      trace.append("\n(cut off by ").append(FailureWords.of(e)).append(")\n");
    }
    return keep(trace.toString(), run);
  }

  /** As above, with a trace in words. */
  static String keep(String trace, Optional<RunFolder> run) {
    String text = Instant.now() + "\n" + trace;
    return "The stack trace is in %s"
        .formatted(run.flatMap(r -> inRun(text, r)).orElseGet(() -> inTemporary(text)));
  }

  private static Optional<String> inRun(String text, RunFolder run) {
    try {
      run.replace(NAME, text);
      return Optional.of(run.path().resolve(NAME).toString());
    } catch (IOException e) {
      return Optional.empty(); // the disk may be why it failed
    }
  }

  private static String inTemporary(String text) {
    try {
      return TemporaryFile.write("tricks-failure-", text).toString();
    } catch (IOException e) {
      return "no file, since none can be written (" + e + "):\n" + text;
    }
  }
}
