package io.bagoftricks.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.evaluation.ConfusionMatrix;
import io.bagoftricks.engine.evaluation.JudgedImage;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.toys.SyntheticImages;
import io.bagoftricks.engine.toys.TinyRuns;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
  private static final List<String> ANIMALS = List.of("pig", "dog", "cat");

  /** The example in scikit-learn's documentation of precision_recall_fscore_support (1.5). */
  @Test
  void scoresAreThoseOfScikitLearn() {
    ConfusionMatrix confusion = new ConfusionMatrix(3);
    int[] labels = {2, 1, 0, 2, 1, 0};
    int[] taken = {2, 0, 1, 2, 2, 1};
    IntStream.range(0, 6).forEach(i -> confusion.add(labels[i], taken[i], 1));

    assertThat(ClassScores.of(confusion, ANIMALS))
        .containsExactly(
            new ClassScores("pig", 0, 0, 0, 2),
            new ClassScores("dog", 0, 0, 0, 2),
            new ClassScores("cat", 2.0 / 3, 1, 0.8, 2));
  }

  /** By hand: of class a 3 of 4 are found, among 5 that are taken for it; c is never there. */
  @Test
  void scoresAreThoseOfTheirDefinition() {
    List<ClassScores> scores = ClassScores.of(matrix(), List.of("a", "b", "c"));

    assertThat(scores.get(0).precision()).isEqualTo(3.0 / 5);
    assertThat(scores.get(0).recall()).isEqualTo(3.0 / 4);
    assertThat(scores.get(0).f1()).isCloseTo(2 * 0.6 * 0.75 / 1.35, within(1e-15));
    assertThat(scores.get(1)).isEqualTo(new ClassScores("b", 4.0 / 5, 4.0 / 6, 8.0 / 11, 6));
    assertThat(scores.get(2)).isEqualTo(new ClassScores("c", 0, 0, 0, 0));
  }

  @Test
  void tablesAreCsv() throws IOException {
    Evaluation evaluation = evaluation(List.of("a", "b, or so", "c"));

    assertThat(EvaluationTables.classes(evaluation))
        .isEqualTo(
            """
            class,precision,recall,f1,support
            a,0.600000,0.750000,0.666667,4
            "b, or so",0.800000,0.666667,0.727273,6
            c,0.000000,0.000000,0.000000,0
            """);
    ByteArrayOutputStream matrix = new ByteArrayOutputStream();
    EvaluationTables.confusion(evaluation, matrix);
    assertThat(matrix.toString(StandardCharsets.UTF_8))
        .isEqualTo("label,a,\"b, or so\",c\na,3,1,0\n\"b, or so\",2,4,0\nc,0,0,0\n");
    assertThat(EvaluationTables.shown(evaluation))
        .containsExactly(
            "Without 1 of 3 classes: no image is of them, and none was taken for them.",
            "class            precision    recall        F1   images",
            "a                  60.00 %   75.00 %   66.67 %        4",
            "b, or so           80.00 %   66.67 %   72.73 %        6",
            "mean of classes    70.00 %   70.83 %   69.70 %       10");
  }

  @Test
  void ofManyClassesThoseWithTheLowestF1AreShown() {
    ConfusionMatrix confusion = new ConfusionMatrix(30);
    IntStream.range(0, 30).forEach(label -> confusion.add(label, label < 25 ? label : 0, 1));
    List<String> names = IntStream.range(0, 30).mapToObj(Integer::toString).toList();
    Evaluation evaluation =
        new Evaluation(
            new Metrics(0, 0, 0, 0, 30),
            ClassScores.of(confusion, names),
            confusion,
            List.of(),
            List.of());

    List<String> lines = EvaluationTables.shown(evaluation);

    assertThat(lines).hasSize(23);
    assertThat(lines.get(0)).isEqualTo("The 20 of 30 classes with the lowest F1:");
    assertThat(lines.get(2)).startsWith("25 ");
    assertThat(lines.get(7)).startsWith("0  ");
  }

  @Test
  void keepsTheSurestOfTheWrong() {
    SurestWrong surest = new SurestWrong(3);
    List<JudgedImage> images =
        List.of(
            new JudgedImage(0, 1, 1, 1),
            new JudgedImage(1, 1, 0, 0.5),
            new JudgedImage(2, 1, 0, 0.9),
            new JudgedImage(3, 0, 1, 0.4),
            new JudgedImage(4, 0, 1, 0.5),
            new JudgedImage(5, 0, 1, 0.5));
    images.forEach(surest::add);

    assertThat(surest.images()).extracting(JudgedImage::index).containsExactly(2, 1, 4);
  }

  /** The first image of the sheet is black, and the sheet around it is not. */
  @Test
  void theSheetHasThePictures() throws IOException {
    Dataset images = new SyntheticImages(64, 20).open(Split.TEST);
    byte[] png =
        WrongSheet.png(
            "tiny",
            images,
            List.of(new JudgedImage(7, 7, 0, 0.9)),
            List.of("0", "1", "2", "3", "4", "5", "6", "seven"));

    BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(png));
    // 12 x 12 pixels of 12 x 12, from (28, 72): the pixels of class 7 are brighter by 100.
    float expected = images.read(7).planes()[0][7];
    assertThat(sheet.getRGB(28 + 7 * 12 + 6, 72 + 6) & 0xff).isEqualTo(Math.round(expected));
  }

  @Test
  void theSplitIsTheOneThatTheRunIsJudgedBy() throws IOException {
    RunPlan plan = plan();

    assertThat(EvaluatedData.of(plan, Optional.empty(), "runs/a").images().size()).isEqualTo(20);
    assertThat(EvaluatedData.of(plan, Optional.of(Split.TRAIN), "runs/a").images().size())
        .isEqualTo(64);
    assertThat(EvaluatedData.of(plan, Optional.of(Split.VALIDATION), "runs/a").name())
        .isEqualTo("test");
  }

  @Test
  void otherDataMustHaveTheClassesAndImages() {
    assertThatThrownBy(
            () -> EvaluatedData.other(plan(), facts(3, 20, 1), Optional.empty(), "photos"))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "photos: [eval/other-classes] The data have the classes 0, 1, 2 in images of 1x12x12, but the run has 0, 1, 2, 3, 4, ... (10) in images of 1x12x12. Name data of the same classes and channels.");
    assertThatThrownBy(
            () -> EvaluatedData.other(plan(), facts(10, 20, 3), Optional.empty(), "photos"))
        .hasMessageContaining("in images of 3x12x12, but the run has");
    assertThatThrownBy(
            () -> EvaluatedData.other(plan(), facts(10, 0, 1), Optional.of(Split.TEST), "photos"))
        .hasMessage(
            "photos: [eval/empty-split] The data have no images of the split 'test': they have 64 to train on, 0 for validation and 0 for the test. Name another with --split.");
  }

  /** A folder of photographs often has a val and no test, or is one folder for each class. */
  @Test
  void otherDataMayHaveFewerSplits() throws IOException {
    Map<Split, Long> both = Map.of(Split.TRAIN, 64L, Split.VALIDATION, 5L);
    Map<Split, Long> three = Map.of(Split.TRAIN, 64L, Split.VALIDATION, 5L, Split.TEST, 7L);
    RunPlan plan = plan();

    assertThat(plan.roles().judged()).isEqualTo(Split.TEST);
    assertThat(other(plan, three, Optional.empty())).isEqualTo(Split.TEST);
    assertThat(other(plan, both, Optional.empty())).isEqualTo(Split.VALIDATION);
    assertThat(other(plan, Map.of(Split.TRAIN, 64L), Optional.empty())).isEqualTo(Split.TRAIN);
    assertThat(other(plan, three, Optional.of(Split.VALIDATION))).isEqualTo(Split.VALIDATION);
    assertThatThrownBy(() -> other(plan, both, Optional.of(Split.TEST)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no images of the split 'test'");
  }

  /** Where there is nothing, its classes are those that its settings declare. */
  @Test
  void otherDataThatAreNotThereAreNotCompared() {
    DataSource absent = new ToyRecipes.Facts(new DataFacts(3, 64, 20, new Shape(1, 12, 12)));
    assertThatThrownBy(() -> EvaluatedData.other(plan(), absent, Optional.empty(), "photos"))
        .isInstanceOf(IOException.class)
        .hasMessage("there are no images");
  }

  private static Split other(RunPlan plan, Map<Split, Long> examples, Optional<Split> asked)
      throws IOException {
    DataSource other = new Present(new DataFacts(10, examples, new Shape(1, 12, 12)));
    try (EvaluatedData data = EvaluatedData.other(plan, other, asked, "photos")) {
      return data.split();
    }
  }

  private static DataSource facts(int classes, int test, int channels) {
    return new Present(new DataFacts(classes, 64, test, new Shape(channels, 12, 12)));
  }

  /** Images that are there, whatever they show. */
  private record Present(DataFacts facts) implements DataSource {
    @Override
    public Dataset open(Split split) {
      return new SyntheticImages(1, 1).open(split);
    }
  }

  private static RunPlan plan() {
    return new RunPlanner(TinyRuns.tricks()).plan(TinyRuns.recipe(TinyRuns.tricks()));
  }

  private static ConfusionMatrix matrix() {
    ConfusionMatrix confusion = new ConfusionMatrix(3);
    confusion.add(0, 0, 3);
    confusion.add(0, 1, 1);
    confusion.add(1, 0, 2);
    confusion.add(1, 1, 4);
    return confusion;
  }

  private static Evaluation evaluation(List<String> names) {
    return new Evaluation(
        new Metrics(0.7, 1, 0.5, 0.1, 10),
        ClassScores.of(matrix(), names),
        matrix(),
        List.of(),
        List.of());
  }
}
