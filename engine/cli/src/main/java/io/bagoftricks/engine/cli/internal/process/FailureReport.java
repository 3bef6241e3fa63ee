package io.bagoftricks.engine.cli.internal.process;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.natives.NativeCacheException;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.internal.loader.LoaderException;
import io.bagoftricks.engine.internal.plugin.FailureWords;
import io.bagoftricks.engine.internal.plugin.PluginThreads;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.internal.storage.DataException;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plugin.PluginException;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Turns whatever ends a command into one message and an exit code. Stack traces go into a file, and
 * only where somebody can use them.
 */
public final class FailureReport implements CommandLine.IExecutionExceptionHandler {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  private final Invocation invocation;

  public FailureReport(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    return report(failure, command.getErr());
  }

  /** Tells of a failure. */
  public int report(Throwable failure, PrintWriter err) {
    if (failure instanceof ProblemException recipe) {
      err.print(ProblemReport.of(recipe.problems()));
      return BAD_INPUT;
    }
    Optional<DataException> data = dataException(failure);
    if (data.isPresent()) {
      err.print(ProblemReport.of(List.of(data.get().problem())));
      goOn(err);
      return BAD_INPUT;
    }
    if (failure instanceof RunStoppedException stopped) {
      err.println(OneLine.of(String.valueOf(stopped.getMessage())));
      return stopped.exitCode();
    }
    if (failure instanceof LoaderException
        && failure.getCause() instanceof PluginException plugin) {
      return report(plugin, err);
    }
    if (failure instanceof PluginException
        && failure.getCause() instanceof ProblemException problem) {
      // Of what the engine does for a trick: a teacher that turns out to be none.
      err.print(ProblemReport.of(problem.problems()));
      goOn(err);
      return BAD_INPUT;
    }
    if (failure instanceof PluginException plugin) {
      err.println(plugin.getMessage());
      goOn(err);
      if (plugin.isThrown()) { // the author of a plugin needs the place
        err.println(FailureTrace.keep(failure, invocation.run()));
      }
    } else if (failure instanceof LoaderException
        && failure.getCause() instanceof OutOfMemoryError memory) {
      err.println("[run/out-of-memory] " + FailureWords.of(memory) + ".");
      goOn(err);
    } else if (failure instanceof LoaderException
        || failure instanceof InsufficientMemoryException) {
      err.println(describe(failure));
      goOn(err);
    } else if (failure instanceof TrainingException
        || failure instanceof BackendUnavailableException
        || failure instanceof NativeCacheException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException) {
      err.println(describe(failure));
    } else if (failure instanceof OutOfMemoryError) {
      err.println("[run/out-of-memory] " + FailureWords.of(failure) + ".");
      goOn(err);
      err.println(FailureTrace.keep(failure, invocation.run()));
    } else {
      err.println(
          PluginThreads.codeIn(failure)
                  .map(plugin -> "Unexpected failure in the code of the plugin " + plugin + ": ")
                  .orElse("Unexpected failure; this is a defect of the program: ")
              + FailureWords.of(failure));
      err.println(FailureTrace.keep(failure, invocation.run()));
    }
    return FAILED;
  }

  private void goOn(PrintWriter err) {
    invocation.toGoOn().ifPresent(err::println);
  }

  /** The fault of the data that a failure comes from, whoever asked for them. */
  private static Optional<DataException> dataException(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof LoaderException
        || cause instanceof PluginException
        || cause instanceof UncheckedIOException) {
      cause = cause.getCause();
    }
    return cause instanceof DataException data ? Optional.of(data) : Optional.empty();
  }

  /** The file system's exceptions say the path only. */
  private static String describe(Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable told = failure instanceof UncheckedIOException && cause != null ? cause : failure;
    String words =
        told instanceof IOException file
            ? StorageProblems.words(file)
            : String.valueOf(told.getMessage());
    // What keeps backends from running is told in a line each.
    return told instanceof BackendUnavailableException ? words : OneLine.of(words);
  }
}
