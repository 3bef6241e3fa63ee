package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.plugin.PluginCode;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plugin.Descriptor;
import io.bagoftricks.engine.plugin.PluginCheck;
import io.bagoftricks.engine.plugin.PluginCheck.Finding;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickDescriptor;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks check-plugin}. */
@CommandLine.Command(
    name = "check-plugin",
    description = {
      "Checks the tricks of a folder of plugins.",
      "Each is held to what every trick keeps to, in small runs: its card and its settings, the same"
          + " result again and after a checkpoint, nothing changed that it does not declare. The exit"
          + " code is 1 if a rule is broken or a plugin cannot be loaded."
    },
    mixinStandardHelpOptions = true)
final class CheckPluginCommand implements Callable<Integer> {
  private static final int LONGEST = 600;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @CommandLine.Parameters(
      paramLabel = "DIR",
      description = "A folder of plugins, as for --plugins.")
  private Path folder = Path.of(".");

  @CommandLine.Option(
      names = "--trick",
      paramLabel = "ID",
      description = "Checks this trick alone.")
  private @Nullable String trick;

  @CommandLine.Option(
      names = "--set",
      paramLabel = "KEY=JSON",
      description =
          "A setting of the trick, where its defaults change nothing in a run of four steps."
              + " Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public Integer call() {
    PluginCheck check =
        ServiceLoader.load(PluginCheck.class, CheckPluginCommand.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    problem(
                        "plugin/no-test-kit",
                        "The test kit is not on the class path. Start the command as ./tricks"
                            + " check-plugin, or put bagoftricks-testkit there."));
    Plugins plugins = Session.open(spec, List.of(folder)).recipes().plugins();
    List<TrickDescriptor> tricks =
        plugins.all().stream()
            .filter(TrickDescriptor.class::isInstance)
            .map(TrickDescriptor.class::cast)
            .filter(each -> isOfPlugin(each) && (trick == null || each.id().equals(trick)))
            .toList();
    boolean unloaded =
        plugins.problems().stream().anyMatch(told -> !told.id().equals("plugin/no-plugins"));
    if (tricks.isEmpty() && trick == null && unloaded) {
      return 1; // of which has been told
    }
    if (tricks.isEmpty()) {
      throw problem(
          "plugin/nothing-to-check",
          "%s has no trick%s that can be checked."
              .formatted(folder, trick == null ? "" : " '" + trick + "'"));
    }
    if (tricks.size() > 1 && !settings.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--set is for the settings of one trick, but %s has %s. Name one with --trick."
              .formatted(folder, String.join(", ", tricks.stream().map(Descriptor::id).toList())));
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean kept = plugins.problems().isEmpty();
    for (TrickDescriptor each : tricks) {
      kept &= check(check, each, out);
    }
    return kept ? 0 : 1;
  }

  /** Whether it was loaded from a folder of plugins, and not with the program. */
  private static boolean isOfPlugin(TrickDescriptor each) {
    return each.provider().getClass().getClassLoader() != CheckPluginCommand.class.getClassLoader();
  }

  private boolean check(PluginCheck check, TrickDescriptor each, PrintWriter out) {
    out.printf("%s (%s)%n", each.id(), OneLine.of(each.origin()));
    List<Finding> findings =
        PluginCode.call(each.provider(), () -> check.check(each.provider(), settings));
    Map<String, String> told = new HashMap<>();
    for (Finding finding : findings) {
      out.printf(
          "  %-14s %s%n",
          finding.rule(),
          finding
              .violation()
              .map(how -> "broken: " + tell(finding, how, told))
              .or(() -> finding.leftOut().map(why -> "left out: " + why))
              .orElse("kept"));
      out.flush();
    }
    long broken = findings.stream().filter(finding -> finding.violation().isPresent()).count();
    long checked = findings.stream().filter(finding -> finding.leftOut().isEmpty()).count();
    out.printf(Locale.ROOT, "  %d of %d rules kept%n", checked - broken, checked);
    return broken == 0;
  }

  /** In full the first time; one mistake breaks several rules. */
  private static String tell(Finding finding, String how, Map<String, String> told) {
    String before = told.putIfAbsent(how, finding.rule());
    return before == null ? OneLine.of(how, LONGEST) : "as " + before;
  }

  private static ProblemException problem(String id, String message) {
    return new ProblemException(List.of(Problem.error(id, "", message)));
  }
}
