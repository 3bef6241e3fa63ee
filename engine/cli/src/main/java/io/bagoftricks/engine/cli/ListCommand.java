package io.bagoftricks.engine.cli;

import io.bagoftricks.api.Family;
import io.bagoftricks.engine.explain.TrickText;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.Problem;
import io.bagoftricks.engine.recipe.RecipeException;
import io.bagoftricks.engine.recipe.Suggestions;
import io.bagoftricks.engine.text.OneLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks list}. */
@CommandLine.Command(
    name = "list",
    description = {
      "Lists the tricks there are, or shows the card of one.",
      "These are the tricks on the class path, and those of plugins. A card says what a trick does,"
          + " how to use it, what each setting means, what it costs and where it is from."
    },
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PluginArguments plugins = new PluginArguments();

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "TRICK",
      description = "The trick whose card to show; without it all are listed.")
  private @Nullable String trick;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Session session = Session.open(spec, plugins.folders());
    if (trick != null) {
      out.println(TrickText.of(find(session.tricks(), trick)));
    } else {
      list(session, out);
    }
    return 0;
  }

  private static TrickDescriptor find(TrickRegistry tricks, String id) {
    return tricks
        .find(id)
        .orElseThrow(
            () ->
                new RecipeException(
                    List.of(
                        Problem.error(
                            "recipe/unknown-trick",
                            "",
                            "Trick '%s' is not known. %s"
                                .formatted(id, Suggestions.sentence(id, tricks.ids()))))));
  }

  private static void list(Session session, PrintWriter out) {
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
        members.forEach(
            t -> out.printf("  %-" + width + "s  %s%n", t.id(), OneLine.of(t.summary())));
      }
    }
  }
}
