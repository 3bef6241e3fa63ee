package io.bagoftricks.engine.cli;

import io.bagoftricks.api.Family;
import io.bagoftricks.engine.cli.internal.invocation.PluginArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.explain.CardText;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plugin.Descriptor;
import io.bagoftricks.engine.plugin.PluginKind;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.problem.Suggestions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks list}. */
@CommandLine.Command(
    name = "list",
    description = {
      "Lists what recipes can name, or shows the card of one.",
      "Tricks, models, optimizers and data sources, including those of plugins. A card says what it does,"
          + " how to use it, what each setting means, what it costs and where it is from."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description =
          "The trick, model, optimizer or data source whose card to show; without it all are listed.")
  private @Nullable String id;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Plugins all = Session.open(spec, plugins.folders()).recipes().plugins();
    if (id != null) {
      out.println(find(all, id).stream().map(CardText::of).collect(Collectors.joining("\n\n")));
    } else {
      list(all, out);
    }
    return 0;
  }

  /** One at least: things of several kinds may share an id. */
  private static List<Descriptor> find(Plugins plugins, String id) {
    List<Descriptor> all = plugins.all();
    List<Descriptor> found = all.stream().filter(each -> each.id().equals(id)).toList();
    if (found.isEmpty()) {
      Set<String> known = new TreeSet<>();
      all.forEach(each -> known.add(each.id()));
      throw new ProblemException(
          List.of(
              Problem.error(
                  "recipe/unknown-trick",
                  "",
                  "Trick '%s' is not known. %s"
                      .formatted(
                          OneLine.of(id),
                          plugins
                              .tricks()
                              .skipped(id)
                              .map("It was skipped: "::concat)
                              .orElseGet(() -> Suggestions.sentence(id, known))))));
    }
    return found;
  }

  private static void list(Plugins plugins, PrintWriter out) {
    int width = plugins.all().stream().mapToInt(each -> each.id().length()).max().orElse(0);
    for (Family family : Family.values()) {
      section(
          out,
          family.name().toLowerCase(Locale.ROOT),
          plugins.all().stream()
              .filter(each -> each instanceof TrickDescriptor t && t.family() == family)
              .toList(),
          width);
    }
    for (PluginKind<?, ?> kind : List.of(PluginKind.MODEL, PluginKind.OPTIMIZER, PluginKind.DATA)) {
      section(
          out,
          kind.noun() + "s",
          plugins.all().stream().filter(each -> each.kind() == kind).toList(),
          width);
    }
  }

  private static void section(PrintWriter out, String title, List<Descriptor> members, int width) {
    if (!members.isEmpty()) {
      out.println(title);
      members.forEach(
          each -> out.printf("  %-" + width + "s  %s%n", each.id(), OneLine.of(each.summary())));
    }
  }
}
