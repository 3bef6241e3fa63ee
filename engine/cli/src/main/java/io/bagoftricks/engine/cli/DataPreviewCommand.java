package io.bagoftricks.engine.cli;

import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.cli.internal.invocation.OptionRange;
import io.bagoftricks.engine.cli.internal.invocation.OutputPlaces;
import io.bagoftricks.engine.cli.internal.invocation.Picture;
import io.bagoftricks.engine.cli.internal.invocation.RecipeArguments;
import io.bagoftricks.engine.cli.internal.invocation.Session;
import io.bagoftricks.engine.internal.storage.OutputFiles;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.preview.ContactSheet;
import io.bagoftricks.engine.preview.Preview;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks data preview}. */
@CommandLine.Command(
    name = "preview",
    description = {
      "Shows what the tricks of a recipe make of training images.",
      "Draws a contact sheet: some images before and after, and beside each what every trick has"
          + " drawn for it. They are prepared as a run with that seed prepares them."
    },
    mixinStandardHelpOptions = true)
final class DataPreviewCommand implements Callable<Integer> {
  private static final int MOST_IMAGES = 200;
  private static final String OUT = "--out";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private DataCommand data;
  @CommandLine.Mixin private RecipeArguments arguments = new RecipeArguments();

  @CommandLine.Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images, at most 200; without it ${DEFAULT-VALUE}.")
  private int count = 8;

  @CommandLine.Option(
      names = "--epoch",
      paramLabel = "N",
      description = "The epoch, from 1; without it ${DEFAULT-VALUE}.")
  private int epoch = 1;

  @CommandLine.Option(
      names = "--seed",
      paramLabel = "S",
      description = "The seed of all draws; without it that of the recipe.")
  private @Nullable Long seed;

  @CommandLine.Option(
      names = OUT,
      paramLabel = "FILE",
      required = true,
      description = "The picture, a PNG.")
  private @Nullable Path out;

  /** The last line that the command prints. */
  private record Result(String picture, int images, long seed) {}

  @Override
  public Integer call() throws IOException {
    OptionRange.check(spec, "--count", count, MOST_IMAGES);
    Session session = Session.open(spec, arguments.plugins());
    List<String> overrides = new ArrayList<>(arguments.overrides());
    if (seed != null) {
      overrides.add("training.seed=" + seed);
    }
    RunPlan plan = session.plan(session.read(arguments.recipe(), overrides));
    OptionRange.check(spec, "--epoch", epoch, plan.facts().epochs());
    Path picture = Objects.requireNonNull(out, "--out is required");
    OutputPlaces.of(OUT, plan.recipe()).checkPicture(picture);
    ContactSheet sheet = Preview.of(plan, epoch - 1, count);
    boolean drawn =
        Picture.draw(
            picture,
            () -> data.invocation().outputs(OUT).write(picture, sheet.png()),
            spec.commandLine().getErr());
    if (!drawn) {
      return 1;
    }
    if (OutputFiles.isStandardOutput(picture)) { // where nothing may stand behind the picture
      return 0;
    }
    spec.commandLine()
        .getOut()
        .println(
            Json.line(
                new Result(
                    OneLine.of(picture.toString()),
                    sheet.cards().size(),
                    plan.recipe().training().seed())));
    return 0;
  }
}
