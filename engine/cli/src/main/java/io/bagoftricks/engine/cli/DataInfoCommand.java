package io.bagoftricks.engine.cli;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.cli.internal.invocation.CountBar;
import io.bagoftricks.engine.cli.internal.invocation.DataArguments;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.inspect.DataInfo;
import io.bagoftricks.engine.inspect.DataInfoText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks data info}. */
@CommandLine.Command(
    name = "info",
    description = {
      "Says what is in data.",
      "Classes and how many pictures each has in each split, sizes, formats, mean and standard"
          + " deviation of the channels, pictures that are there twice, files that cannot be read."
          + " Every picture is decoded. A picture that is in two splits is a warning."
    },
    mixinStandardHelpOptions = true)
final class DataInfoCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private DataCommand data;
  @CommandLine.Mixin private DataArguments arguments = new DataArguments();

  @CommandLine.Option(
      names = "--json",
      description = "Prints one JSON object, with all duplicates and unreadable files, instead.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    DataSource source = arguments.source();
    DataFacts facts = source.facts();
    long images = facts.examples().values().stream().mapToLong(Long::longValue).sum();
    DataInfo info;
    try (CountBar bar = new CountBar(data.invocation().isTerminal(), "looking", images)) {
      info = DataInfo.of(source, bar::step);
    }
    if (json) {
      out.println(Json.line(info));
    } else {
      DataInfoText.of(info).forEach(out::println);
    }
    DataInfoText.warnings(info)
        .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    return 0;
  }
}
