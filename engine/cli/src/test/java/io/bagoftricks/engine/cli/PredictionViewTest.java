package io.bagoftricks.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.internal.invocation.Invocation;
import io.bagoftricks.engine.predict.Prediction;
import io.bagoftricks.engine.predict.Prediction.Scored;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class PredictionViewTest {
  private static final String LONG = "photos/" + "x".repeat(50) + ".jpg";

  @Test
  void textIsATableWhoseLongNamesHaveTheirOwnLines() throws IOException {
    StringWriter out = new StringWriter();
    CommandSpec spec = CommandSpec.create();
    new CommandLine(spec).setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    List<String> images = List.of("photos/a.jpg", LONG, "b.jpg");
    try (PredictionView view =
        new PredictionView(
            spec,
            new Invocation(false, Disk.local()) {},
            PredictionForm.TEXT,
            images.stream().map(Path::of).toList())) {
      for (String image : images) {
        view.onPrediction(
            Path.of(image),
            new Prediction(
                image, List.of(new Scored("daisy", 1, 1), new Scored("sea holly", 0, 0.00123))),
            Optional.empty());
      }
    }

    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            """
            image         probability  class
            photos/a.jpg     100.00 %  daisy
                               0.12 %  sea holly
            %s
                             100.00 %  daisy
                               0.12 %  sea holly
            b.jpg            100.00 %  daisy
                               0.12 %  sea holly
            """
                .replace("%s", LONG));
  }
}
