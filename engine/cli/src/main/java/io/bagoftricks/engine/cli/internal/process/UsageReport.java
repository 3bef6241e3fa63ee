package io.bagoftricks.engine.cli.internal.process;

import io.bagoftricks.engine.internal.text.OneLine;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Says what is wrong with a command line, and where to read more, instead of the whole help. */
public final class UsageReport implements CommandLine.IParameterExceptionHandler {
  private static final int BAD_INPUT = 2;

  @Override
  public int handleParseException(CommandLine.ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(OneLine.of(String.valueOf(problem.getMessage())));
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
    err.printf("Try: %s --help%n", command.getCommandSpec().qualifiedName());
    return BAD_INPUT;
  }
}
