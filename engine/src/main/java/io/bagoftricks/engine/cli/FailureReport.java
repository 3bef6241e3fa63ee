package io.bagoftricks.engine.cli;

import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.backends.spi.InsufficientMemoryException;
import io.bagoftricks.backends.spi.natives.NativeCacheException;
import io.bagoftricks.engine.data.LoaderException;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.recipe.ProblemReport;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.run.RunStoppedException;
import io.bagoftricks.engine.storage.StorageProblems;
import io.bagoftricks.engine.train.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;

/** Turns exceptions into messages and exit codes; only the unexpected get a stack trace. */
final class FailureReport implements CommandLine.IExecutionExceptionHandler {
  private static final int FAILED = 1;
  private static final int BAD_INPUT = 2;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    if (failure instanceof RecipeException recipe) {
      command.getErr().print(ProblemReport.of(recipe.problems()));
      return BAD_INPUT;
    }
    if (failure instanceof RunStoppedException stopped) {
      command.getErr().println(stopped.getMessage());
      return stopped.exitCode();
    }
    if (failure instanceof LoaderException && failure.getCause() instanceof TrickException trick) {
      return handleExecutionException(trick, command, parsed);
    }
    if (failure instanceof TrickException trick && trick.isMisfit()) {
      command.getErr().println(trick.getMessage());
    } else if (failure instanceof TrickException || failure instanceof LoaderException) {
      // The author of a plugin needs the place.
      failure.printStackTrace(command.getErr());
    } else if (failure instanceof TrainingException
        || failure instanceof BackendUnavailableException
        || failure instanceof InsufficientMemoryException
        || failure instanceof NativeCacheException
        || failure instanceof IOException
        || failure instanceof UncheckedIOException) {
      command.getErr().println(describe(failure));
    } else {
      command.getErr().println("Unexpected failure; this is a defect of the program:");
      failure.printStackTrace(command.getErr());
    }
    return FAILED;
  }

  /** The file system's exceptions say the path only. */
  private static String describe(Exception failure) {
    Throwable cause = failure.getCause();
    Throwable told = failure instanceof UncheckedIOException && cause != null ? cause : failure;
    return told instanceof IOException file
        ? StorageProblems.words(file)
        : String.valueOf(told.getMessage());
  }
}
