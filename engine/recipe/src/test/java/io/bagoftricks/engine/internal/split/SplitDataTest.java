package io.bagoftricks.engine.internal.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.split.SplitRoles;
import io.bagoftricks.engine.split.Validation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SplitDataTest {
  /** 40 of class 0, 25 of class 1, 2 of class 2, in turn as long as there are some. */
  private static final int[] LABELS = labels(40, 25, 2);

  private final Labeled data = new Labeled(LABELS, 0, 10);

  /**
   * scikit-learn's examples of {@code sklearn.utils.extmath._approximate_mode}, which its
   * StratifiedShuffleSplit asks (version 1.5); and by hand: 12 of 67 images are 7.16, 4.48 and 0.36
   * of each class: 7, 4 and, as each has one, 1.
   */
  @ParameterizedTest
  @CsvSource({"4 2, 3, 2 1", "5 2, 4, 3 1", "40 25 2, 12, 7 4 1", "0 6 6, 4, 0 2 2"})
  void eachClassHasItsProportion(String counts, long drawn, String quotas) {
    assertThat(StratifiedShare.quotas(numbers(counts), drawn)).isEqualTo(numbers(quotas));
  }

  /** By hand: 99 of 100 less one each; 3 of 2 + 2 + 96, one each. */
  @ParameterizedTest
  @CsvSource({"2 2 96, 97, 1 1 95", "2 2 96, 3, 1 1 1"})
  void eachClassIsOnBothSides(String counts, long drawn, String quotas) {
    assertThat(StratifiedShare.quotas(numbers(counts), drawn)).isEqualTo(numbers(quotas));
  }

  @Test
  void theTwoPartsAreDisjointAndAllThatThereIs() throws IOException {
    SplitData split = split(new Validation.Share(0.18, 7));

    assertThat(split.facts().examples())
        .isEqualTo(Map.of(Split.TRAIN, 55L, Split.VALIDATION, 12L, Split.TEST, 10L));
    Dataset train = split.open(Split.TRAIN);
    Dataset validation = split.open(Split.VALIDATION);
    assertThat(counts(train)).containsExactly(33, 21, 1);
    assertThat(counts(validation)).containsExactly(7, 4, 1);
    TreeSet<Integer> all = new TreeSet<>(images(train));
    all.addAll(images(validation));
    assertThat(all).hasSize(67);
    assertThat(images(train)).isSorted();
    assertThat(split.open(Split.TEST).size()).isEqualTo(10);
  }

  @Test
  void theDrawFollowsFromItsSeedAlone() throws IOException {
    List<Integer> drawn = images(split(new Validation.Share(0.18, 7)).open(Split.VALIDATION));

    assertThat(images(split(new Validation.Share(0.18, 7)).open(Split.VALIDATION)))
        .isEqualTo(drawn);
    assertThat(images(split(new Validation.Share(0.18, 8)).open(Split.VALIDATION)))
        .isNotEqualTo(drawn);
  }

  @Test
  void trainIsInMemoryOnce() throws IOException {
    SplitData split = split(Validation.Share.defaults());

    Dataset train = split.open(Split.TRAIN);
    Dataset validation = split.open(Split.VALIDATION);

    assertThat(data.opened).containsExactly(Split.TRAIN);
    assertThat(train.size() + validation.size()).isEqualTo(67);
  }

  @Test
  void trainIsClosedWithTheLastOfItsParts() throws IOException {
    SplitData split = split(Validation.Share.defaults());
    Dataset train = split.open(Split.TRAIN);
    Dataset validation = split.open(Split.VALIDATION);
    train.close();
    train.close();
    Dataset again = split.open(Split.TRAIN);
    validation.close();
    assertThat(data.opened).hasSize(1);
    assertThat(data.closed).isZero();
    again.close();
    assertThat(data.closed).isEqualTo(1);

    split.open(Split.VALIDATION).close();
    assertThat(data.opened).hasSize(2);
    assertThat(data.closed).isEqualTo(2);
  }

  @Test
  void knowsOfItsDataWhatTheyKnow() throws IOException {
    KnownSource split = split(Validation.Share.defaults());
    assertThat(split.untaughtClasses()).containsExactly("yak");
    assertThat(split.unusedFolders()).containsExactly("extra");
    assertThat(split.assumed()).contains("There are none.");
    assertThat(split.places()).containsExactly(Path.of("place"));
    assertThat(split.wouldTake(Path.of("in"))).isTrue();
    assertThat(split.wouldTake(Path.of("out"))).isFalse();
  }

  @Test
  void planningOpensNothing() throws IOException {
    SplitData split = split(Validation.Share.defaults());

    assertThat(split.facts().trainExamples()).isEqualTo(60);
    assertThat(split.problems()).isEmpty();
    assertThat(data.opened).isEmpty();
  }

  @Test
  void theTestSplitCanTakeThePlaceOfTheDatasOwn() throws IOException {
    SplitData split = new SplitData(new Labeled(LABELS, 5, 10), Validation.Part.TEST, "a.json:3");

    assertThat(SplitRoles.of(split.facts()))
        .isEqualTo(new SplitRoles(Split.TEST, Optional.empty()));
  }

  @Test
  void validationIsTheTestSplitWhereThereIsNoOther() {
    assertThat(SplitRoles.of(data.facts())).isEqualTo(new SplitRoles(Split.TEST, Optional.empty()));
    assertThat(SplitRoles.of(new Labeled(LABELS, 5, 10).facts()))
        .isEqualTo(new SplitRoles(Split.VALIDATION, Optional.of(Split.TEST)));
    assertThat(SplitRoles.of(new Labeled(LABELS, 5, 0).facts()))
        .isEqualTo(new SplitRoles(Split.VALIDATION, Optional.empty()));
  }

  @Test
  void aClassOfOneImageCannotBeSplit() {
    Labeled lonely = new Labeled(labels(40, 1), 0, 10);
    SplitData split = new SplitData(lonely, Validation.Share.defaults(), "recipes/a.json:3");

    assertThatThrownBy(() -> split.open(Split.TRAIN))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "recipes/a.json:3: [data/class-too-small] Class '1' has one image to train on, so a share of train (data.validation) cannot have one of it and leave one. Add images of the class, or take it out of the data.");
    assertThat(lonely.closed).isEqualTo(1);
  }

  @Test
  void aShareMustHaveOneOfEachClassOnBothSides() throws IOException {
    assertThat(split(new Validation.Share(0.03, 0)).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a.json:3: [data/share-too-small] data.validation.share is 0.03: of 67 images to train on, 2 would be for validation and 65 would be left, but there are 3 classes. Both sides need one of each class. Write a share from 0.0448 to 0.9552.");
    assertThat(split(new Validation.Share(0.0448, 0)).problems()).isEmpty();
    assertThat(split(new Validation.Share(0.9552, 0)).problems()).isEmpty();
    assertThat(split(new Validation.Share(0.98, 0)).problems()).hasSize(1);
    SplitData none =
        new SplitData(new Labeled(labels(2, 1), 0, 1), new Validation.Share(0.5, 0), "");
    assertThat(none.problems().get(0).message())
        .endsWith(
            "No share leaves one of each on both sides. Name a split: \"validation\": \"test\".");
    none = new SplitData(new Labeled(labels(2, 1), 0, 0), new Validation.Share(0.5, 0), "");
    assertThat(none.problems().get(0).message())
        .endsWith(
            "No share leaves one of each on both sides. Add images: at least two of each class are needed.");
    none = new SplitData(new Labeled(labels(2, 1), 1, 1), new Validation.Share(0.5, 0), "");
    assertThat(none.problems().get(0).message())
        .endsWith("Leave data.validation out: the data have a split for it.");
  }

  /** Each side has one of each class with the share that messages advise. */
  @Test
  void theShareThatIsAdvisedFits() throws IOException {
    assertThat(Validation.Share.fitting(200, 10)).contains(0.1);
    assertThat(Validation.Share.fitting(30, 10)).contains(0.3334);
    assertThat(new Validation.Share(0.3334, 0).of(30)).isEqualTo(10);
    assertThat(Validation.Share.fitting(20, 10)).contains(0.5);
    assertThat(Validation.Share.fitting(19, 10)).isEmpty();
    assertThat(Validation.Share.fitting(1, 0)).isEmpty();
    SplitData few = new SplitData(new Labeled(labels(1, 1), 0, 1), Validation.Part.VALIDATION, "");
    assertThat(few.problems().get(0).message())
        .endsWith("Add images of it, or leave data.validation out.");
  }

  @Test
  void aSplitThatIsNamedMustHaveImages() throws IOException {
    assertThat(split(Validation.Part.VALIDATION).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a.json:3: [data/empty-split] data.validation is 'validation', but the data have no images of that split: they have 67 to train on, 0 for validation and 10 for the test. Take a share of train: \"validation\": {\"share\": 0.1}.");
    assertThat(split(Validation.Part.TEST).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aShareIsBetweenNothingAndAll(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Validation.Share(share, 0))
        .withMessage("share is " + share + ", but must be above 0 and below 1");
  }

  private SplitData split(Validation validation) {
    return new SplitData(data, validation, "a.json:3");
  }

  private static int[] numbers(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  private static int[] labels(int... counts) {
    return IntStream.range(0, Arrays.stream(counts).max().orElseThrow())
        .flatMap(i -> IntStream.range(0, counts.length).filter(label -> i < counts[label]))
        .toArray();
  }

  private static int[] counts(Dataset images) {
    int[] counts = new int[3];
    IntStream.range(0, images.size()).map(images::label).forEach(label -> counts[label]++);
    return counts;
  }

  /** The only pixel of an image is its number. */
  private static List<Integer> images(Dataset dataset) throws IOException {
    List<Integer> images = new ArrayList<>();
    for (int i = 0; i < dataset.size(); i++) {
      images.add((int) dataset.read(i).planes()[0][0]);
    }
    return images;
  }

  /** Images that are only labels and numbers. */
  private static final class Labeled implements DataSource, KnownSource {
    private final int[] labels;
    private final int validation;
    private final int test;
    private final List<Split> opened = new ArrayList<>();
    private int closed;

    Labeled(int[] labels, int validation, int test) {
      this.labels = labels.clone();
      this.validation = validation;
      this.test = test;
    }

    @Override
    public List<String> untaughtClasses() {
      return List.of("yak");
    }

    @Override
    public List<String> unusedFolders() {
      return List.of("extra");
    }

    @Override
    public Optional<String> assumed() {
      return Optional.of("There are none.");
    }

    @Override
    public List<Path> places() {
      return List.of(Path.of("place"));
    }

    @Override
    public boolean wouldTake(Path folder) {
      return folder.endsWith("in");
    }

    @Override
    public DataFacts facts() {
      return new DataFacts(
          Arrays.stream(labels).max().orElseThrow() + 1,
          Map.of(
              Split.TRAIN, (long) labels.length,
              Split.VALIDATION, (long) validation,
              Split.TEST, (long) test),
          new Shape(1, 1, 1));
    }

    @Override
    public Dataset open(Split split) {
      opened.add(split);
      int size = Math.toIntExact(facts().examples(split));
      return new Dataset() {
        @Override
        public int size() {
          return size;
        }

        @Override
        public int label(int index) {
          return labels[index];
        }

        @Override
        public Image read(int index) {
          return new Image(Size.of(1), new float[][] {{index}});
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }
  }
}
