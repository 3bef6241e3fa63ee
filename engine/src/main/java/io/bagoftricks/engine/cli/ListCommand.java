package io.bagoftricks.engine.cli;

import io.bagoftricks.api.Family;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks list}. */
@CommandLine.Command(
    name = "list",
    description = "Lists the tricks on the class path, and those of plugins.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Session session = Session.open(spec.commandLine().getErr(), plugins.folders());
    List<TrickDescriptor> tricks =
        session.tricks().ids().stream()
            .map(session.tricks()::find)
            .flatMap(Optional::stream)
            .toList();
    int width = tricks.stream().mapToInt(t -> t.id().length()).max().orElse(0);
    for (Family family : Family.values()) {
      List<TrickDescriptor> members = tricks.stream().filter(t -> t.family() == family).toList();
      if (!members.isEmpty()) {
        out.println(family.name().toLowerCase(Locale.ROOT));
        members.forEach(t -> out.printf("  %-" + width + "s  %s%n", t.id(), t.summary()));
      }
    }
    return 0;
  }
}
