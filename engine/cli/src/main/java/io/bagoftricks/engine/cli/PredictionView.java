package io.bagoftricks.engine.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bagoftricks.engine.cli.ClassMapFiles.Drawn;
import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.evaluation.ClassMap;
import io.bagoftricks.engine.internal.table.Csv;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.predict.Prediction;
import io.bagoftricks.engine.predict.Prediction.Scored;
import io.bagoftricks.engine.predict.PredictionListener;
import io.bagoftricks.engine.problem.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Shows predictions as they come, and how far they are: a bar on a terminal, a last line. */
final class PredictionView implements PredictionListener, AutoCloseable {
  private static final int MANY = 16;

  /** Names that are longer have lines of their own. */
  private static final int WIDEST_NAME = 48;

  private static final String IMAGE = "image";
  private static final int MILLIS_BETWEEN_REDRAWS = 250;
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final PrintWriter messages;
  private final PredictionForm form;
  private final int files;
  private final long began = System.nanoTime();
  private final List<Problem> problems = new ArrayList<>();
  private final @Nullable ProgressBar bar;
  private @Nullable ClassMapFiles classMaps;
  private final int nameWidth;
  private int predicted;

  /**
   * A view.
   *
   * @param images to be predicted
   */
  PredictionView(
      CommandLine.Model.CommandSpec spec,
      Invocation invocation,
      PredictionForm form,
      List<Path> images) {
    this.out = spec.commandLine().getOut();
    this.messages = spec.commandLine().getErr();
    this.form = form;
    this.files = images.size();
    this.nameWidth =
        images.stream()
            .mapToInt(image -> OneLine.of(image.toString()).length())
            .filter(length -> length <= WIDEST_NAME)
            .reduce(IMAGE.length(), Math::max);
    this.bar = invocation.isTerminal() && files >= MANY ? bar(files) : null;
    if (form == PredictionForm.CSV) {
      out.print(Csv.line("image", "rank", "label", "class", "probability"));
    }
  }

  private static ProgressBar bar(int files) {
    return new ProgressBarBuilder()
        .setTaskName("images")
        .setInitialMax(files)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(MILLIS_BETWEEN_REDRAWS)
        .clearDisplayOnFinish()
        .build();
  }

  /** Nobody takes further predictions; what is told of it stands elsewhere. */
  static final class OutputEndedException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** A line for programs. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(String image, List<Scored> classes, @Nullable Drawn classMap) {}

  /** From now on class maps are drawn. */
  void draw(ClassMapFiles into) {
    classMaps = into;
  }

  /** The files without a prediction, and why. */
  List<Problem> problems() {
    return problems;
  }

  @Override
  public void onPrediction(Path file, Prediction prediction, Optional<ClassMap> map)
      throws IOException {
    step();
    if (!prediction.hasNumbers()) {
      problems.add(
          Problem.error(
              "predict/not-finite",
              file.toString(),
              "The network's output is not finite, so the image has no class. Use other weights of the run (--weights), or train it anew with a lower learning rate."));
      return;
    }
    predicted++;
    Drawn drawn =
        map.isPresent() && classMaps != null ? classMaps.draw(file, map.get(), messages) : null;
    switch (form) {
      case TEXT -> text(prediction, drawn);
      case JSON ->
          out.println(Json.line(new Line(prediction.image(), prediction.classes(), drawn)));
      case CSV -> csv(prediction);
    }
    if (out.checkError()) {
      throw new OutputEndedException();
    }
  }

  @Override
  public void onProblem(Problem problem) {
    step();
    problems.add(problem);
  }

  /** Rows of a table: the image, then each class; the image is named once. */
  private void text(Prediction prediction, @Nullable Drawn drawn) {
    String format = "%-" + nameWidth + "s  %11s  %s%n";
    if (predicted == 1) {
      out.printf(Locale.ROOT, format, IMAGE, "probability", "class");
    }
    String name = OneLine.of(prediction.image());
    if (name.length() > nameWidth) {
      out.println(name);
      name = "";
    }
    for (Scored scored : prediction.classes()) {
      String share = String.format(Locale.ROOT, "%.2f %%", 100 * scored.probability());
      out.printf(Locale.ROOT, format, name, share, OneLine.of(scored.name()));
      name = "";
    }
    if (drawn != null && drawn.picture() != null) {
      out.printf("  %s in %s%n", OneLine.of(drawn.name()), OneLine.of(drawn.picture()));
    }
  }

  private void csv(Prediction prediction) {
    int rank = 1;
    for (Scored scored : prediction.classes()) {
      out.print(
          Csv.line(
              prediction.image(), rank++, scored.label(), scored.name(), scored.probability()));
    }
  }

  private void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /** Tells how many there were, and how fast. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
    out.flush();
    if (files >= MANY) {
      double seconds = (System.nanoTime() - began) / NANOS;
      messages.printf(
          Locale.ROOT,
          "%,d of %,d images classified in %.1f s, %.0f images/s%n",
          predicted,
          files,
          seconds,
          files / seconds);
    }
  }
}
