package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.toys.IdxFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who wants no images needs the folder of a run alone, whatever has become of its data. */
final class RunFolderAloneTest {
  @TempDir private static Path folder;
  private static String predicted;

  /** The things that may lie where the data were. */
  enum Place {
    NOTHING,
    EMPTY_FOLDER,
    OTHER_COUNTS
  }

  @BeforeAll
  static void train() throws IOException {
    Path recipe = KillableRun.recipe(folder);
    assertThat(command("train " + recipe + " --backend nd4j --output RUN").code()).isZero();
    ImageIO.write(
        new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("image.png").toFile());
    predicted = command("predict RUN IMAGE").out();
    Files.move(folder.resolve("data"), folder.resolve("moved"));
  }

  private static CommandLineRun command(String words) {
    return CommandLineRun.of(
        Stream.of(words.split(" "))
            .map(
                word ->
                    word.replace("RUN", folder.resolve("run").toString())
                        .replace("IMAGE", folder.resolve("image.png").toString())
                        .replace("OUT", folder.resolve("out").toString())
                        .replace("MOVED", folder.resolve("moved").toString()))
            .toArray(String[]::new));
  }

  private static void put(Place place) throws IOException {
    Path data = folder.resolve("data");
    if (Files.exists(data)) {
      try (Stream<Path> files = Files.list(data)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(data);
    }
    switch (place) {
      case NOTHING -> {}
      case EMPTY_FOLDER -> Files.createDirectory(data);
      case OTHER_COUNTS -> IdxFolder.write(data, 30, 10, 12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isUsedWithoutItsData(Place place) throws IOException {
    put(place);

    CommandLineRun prediction = command("predict RUN IMAGE");
    assertThat(prediction.code()).describedAs(prediction.err()).isZero();
    assertThat(prediction.out()).isEqualTo(predicted);
    for (String command :
        new String[] {
          "export RUN --format safetensors --output OUT",
          "export RUN --format onnx --output OUT",
          "report RUN"
        }) {
      CommandLineRun answer = command(command);
      assertThat(answer.code()).describedAs(command + answer.err()).isZero();
    }
  }

  /** Evaluation needs them, and says how to name them. */
  @ParameterizedTest
  @EnumSource
  void isEvaluatedWhereItsDataAreNow(Place place) throws IOException {
    put(place);

    CommandLineRun answer = command("eval RUN");
    assertThat(answer.code()).isNotZero();
    assertThat(answer.err())
        .contains(folder.resolve("data").toString(), "--set data.root=DIR")
        .doesNotContain("\tat ");

    CommandLineRun moved = command("eval RUN --set data.root=MOVED");
    assertThat(moved.code()).describedAs(moved.err()).isZero();
    assertThat(moved.result().get("images").asInt()).isEqualTo(20);
  }

  @Test
  void isRefusedWithAnotherRecipeOrWhatChangesItsResult() throws IOException {
    assertThat(command("eval RUN --set model.width=8").err())
        .contains("[run/override-changes-result] --set model.width=8 would change the result");
    Path recipe = folder.resolve("run/recipe.json");
    String whole = Files.readString(recipe);
    Files.writeString(recipe, whole.replace("\"decay\": 0.9", "\"decay\": 0.8"));

    CommandLineRun answer = command("predict RUN IMAGE");

    Files.writeString(recipe, whole);
    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.err())
        .contains("[run/recipe-changed] This is not the recipe that the run was");
  }
}
