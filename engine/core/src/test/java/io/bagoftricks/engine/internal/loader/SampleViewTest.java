package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class SampleViewTest {
  private static SampleView view(int height, int width, float... pixels) {
    return new SampleView(
        7,
        new Dataset.Image(new Size(height, width), new float[][] {pixels}),
        Size.of(4),
        new Moment(2, 30, 100),
        new WorkerBuffers());
  }

  private static SampleView row(float... pixels) {
    return view(1, pixels.length, pixels);
  }

  /** Pixel values 0 to 15 in reading order. */
  private static SampleView square() {
    float[] pixels = new float[16];
    for (int i = 0; i < 16; i++) {
      pixels[i] = i;
    }
    return view(4, 4, pixels);
  }

  private static void cropRow(SampleView view, double left, double width, int to, Filter filter) {
    view.crop(new Box(0, left, 1, width), new Size(1, to), filter);
  }

  private static float[] plane(SampleView view) {
    return view.pixels().plane(0);
  }

  @Test
  void copiesNothingWithoutGeometry() {
    float[] pixels = {1, 2};

    assertThat(plane(row(pixels))).isSameAs(pixels);
  }

  @Test
  void copiesNothingWhenGeometryCancelsOut() {
    float[] pixels = {1, 2};
    SampleView view = row(pixels);
    view.flipHorizontally();
    view.flipHorizontally();
    cropRow(view, 0, 2, 2, Filter.BILINEAR);

    assertThat(plane(view)).isSameAs(pixels);
  }

  @Test
  void flipsEachRow() {
    SampleView view = view(2, 3, 1, 2, 3, 4, 5, 6);
    view.flipHorizontally();

    assertThat(plane(view)).containsExactly(3, 2, 1, 6, 5, 4);
  }

  @Test
  void cutsABox() {
    SampleView view = square();
    view.crop(new Box(1, 2, 2, 2), Size.of(2), Filter.BILINEAR);

    assertThat(view.size()).isEqualTo(Size.of(2));
    assertThat(plane(view)).containsExactly(6, 7, 10, 11);
  }

  @Test
  void fillsWithZerosBeyondTheBorder() {
    SampleView view = square();
    view.crop(new Box(-1, 1, 4, 4), Size.of(4), Filter.NEAREST);

    assertThat(plane(view)).containsExactly(0, 0, 0, 0, 1, 2, 3, 0, 5, 6, 7, 0, 9, 10, 11, 0);
  }

  @Test
  void isZeroWhereTheBoxMissesTheImage() {
    SampleView view = square();
    view.crop(new Box(9, 9, 2, 2), Size.of(3), Filter.BILINEAR);

    assertThat(plane(view)).hasSize(9).containsOnly(0);
  }

  // Source positions of centers: -0.25, 0.25, 0.75, 1.25; torch's interpolate with
  // align_corners=False gives the same.
  @Test
  void enlargesBilinearlyWithHalfPixelCenters() {
    SampleView view = row(10, 20);
    cropRow(view, 0, 2, 4, Filter.BILINEAR);

    assertThat(plane(view)).containsExactly(10, 12.5f, 17.5f, 20);
  }

  @Test
  void shrinksBilinearlyWithoutSmoothing() {
    SampleView view = row(0, 10, 20, 30, 40, 50, 60, 70);
    cropRow(view, 0, 8, 2, Filter.BILINEAR);

    assertThat(plane(view)).containsExactly(15, 55);
  }

  @Test
  void blendsInBothDirections() {
    SampleView view = view(2, 2, 0, 10, 20, 70);
    view.crop(new Box(0.5, 0.25, 1, 1), Size.of(1), Filter.BILINEAR);

    // (0 + (10 - 0) / 4 + 20 + (70 - 20) / 4) / 2
    assertThat(plane(view)).containsExactly(17.5f);
  }

  @Test
  void takesTheNearestPixel() {
    SampleView enlarged = row(10, 20);
    cropRow(enlarged, 0, 2, 4, Filter.NEAREST);
    assertThat(plane(enlarged)).containsExactly(10, 10, 20, 20);

    SampleView shrunk = row(10, 20, 30, 40, 50, 60);
    cropRow(shrunk, 0, 6, 2, Filter.NEAREST);
    assertThat(plane(shrunk)).containsExactly(20, 50);
  }

  // The row reads 0 0 10 20; its enlargement by two blends the zeros in.
  @Test
  void blendsWithTheZerosBeyondTheBorder() {
    SampleView view = row(10, 20);
    cropRow(view, -2, 4, 8, Filter.BILINEAR);

    assertThat(plane(view)).containsExactly(0, 0, 0, 2.5f, 7.5f, 12.5f, 17.5f, 20);
  }

  @Test
  void doesNotLookBeyondTheBoxWhenItEnlarges() {
    SampleView view = row(100, 10, 20, 100);
    cropRow(view, 1, 2, 4, Filter.BILINEAR);

    assertThat(plane(view)).containsExactly(10, 12.5f, 17.5f, 20);
  }

  @Test
  void cropsWhatTheFlipLeft() {
    SampleView view = row(1, 2, 3, 4);
    view.flipHorizontally();
    cropRow(view, 0, 3, 3, Filter.NEAREST);
    assertThat(view.size()).isEqualTo(new Size(1, 3));
    view.flipHorizontally();
    cropRow(view, 1, 2, 2, Filter.NEAREST);

    assertThat(plane(view)).containsExactly(3, 4); // 4321, 432, 234, 34
  }

  @Test
  void padsWhatTheCropCutAway() {
    SampleView view = row(1, 2, 3, 4);
    cropRow(view, 1, 2, 2, Filter.NEAREST);
    cropRow(view, -1, 4, 4, Filter.NEAREST);

    assertThat(plane(view)).containsExactly(0, 2, 3, 0);
  }

  @Test
  void breaksTiesAsIfEachStepWereExecuted() {
    SampleView view = row(1, 2, 3, 4);
    view.flipHorizontally();
    cropRow(view, 0, 4, 2, Filter.NEAREST);

    assertThat(plane(view)).containsExactly(3, 1); // 4321, of which the second and the fourth
  }

  @Test
  void keepsTheFilterOfTheCropThatResampled() {
    SampleView view = row(10, 20);
    cropRow(view, 0, 2, 4, Filter.BILINEAR);
    cropRow(view, 1, 2, 2, Filter.NEAREST);

    assertThat(plane(view)).containsExactly(12.5f, 17.5f);
  }

  @Test
  void composesAnyWholePixelStepsAroundOneResize() {
    for (int trial = 0; trial < 500; trial++) {
      Draws draws = Draws.of(trial);
      float[] pixels = new float[6 * 9];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) draws.uniform(1, 255);
      }
      SampleView atOnce = view(6, 9, pixels.clone());
      SampleView stepwise = view(6, 9, pixels.clone());
      int resize = draws.below(5);
      List<Consumer<SampleView>> steps = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        steps.add(i == resize ? resize(draws) : wholePixels(draws));
      }
      for (Consumer<SampleView> step : steps) {
        step.accept(atOnce);
        step.accept(stepwise);
        stepwise.pixels();
      }

      assertThat(atOnce.size()).isEqualTo(stepwise.size());
      assertThat(plane(atOnce))
          .as("trial %d", trial)
          .usingComparatorWithPrecision(1e-2f)
          .containsExactly(plane(stepwise));
    }
  }

  private static Consumer<SampleView> wholePixels(Draws draws) {
    if (draws.chance(0.4)) {
      return SampleView::flipHorizontally;
    }
    int top = draws.below(5) - 2;
    int left = draws.below(5) - 2;
    Size size = new Size(4 + draws.below(6), 4 + draws.below(6));
    return view -> view.crop(new Box(top, left, size.height(), size.width()), size, Filter.NEAREST);
  }

  private static Consumer<SampleView> resize(Draws draws) {
    Filter filter = List.of(Filter.values()).get(draws.below(4));
    Size to = new Size(1 + draws.below(12), 1 + draws.below(12));
    int left = draws.below(3) - 1;
    int width = 2 + draws.below(7);
    return view -> view.crop(new Box(0, left, view.size().height(), width), to, filter);
  }

  @Test
  void continuesFromPixelsThatWereChanged() {
    SampleView view = row(1, 2, 3);
    view.flipHorizontally();
    plane(view)[0] = 9;
    cropRow(view, 0, 2, 2, Filter.NEAREST);

    assertThat(plane(view)).containsExactly(9, 2);
  }

  @Test
  void treatsEveryChannelAlike() {
    SampleView view =
        new SampleView(
            0,
            new Dataset.Image(new Size(1, 2), new float[][] {{1, 2}, {3, 4}, {5, 6}}),
            Size.of(1),
            new Moment(0, 0, 1),
            new WorkerBuffers());
    view.flipHorizontally();

    assertThat(view.pixels().channels()).isEqualTo(3);
    assertThat(view.pixels().plane(1)).containsExactly(4, 3);
    assertThat(view.pixels().plane(2)).containsExactly(6, 5);
  }

  @Test
  void finishesAtTheTarget() {
    SampleView view = row(10, 20);

    assertThat(view.finish().size()).isEqualTo(Size.of(4));
    assertThat(plane(view)).startsWith(10, 12.5f, 17.5f, 20);
  }

  /** By hand: the triangle weighs 1 3 5 7 7 5 3 1, at the edge without the first two. */
  @Test
  void finishingSmoothsWhatShrinks() {
    SampleView view = view(1, 16, 0, 0, 0, 0, 0, 31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    float[] row = Arrays.copyOf(view.finish().plane(0), 4);
    assertThat(row).containsExactly(new float[] {31 * 1 / 28f, 31 * 7 / 32f, 0, 0}, within(1e-6f));
  }

  @Test
  void notesAreAskedForOnlyWhereSomeoneListens() {
    SampleView view = square();
    view.note(
        () -> {
          throw new AssertionError("nobody listens");
        });
    List<String> notes = new ArrayList<>();
    view.listen(notes::add);
    view.note(() -> "flip");

    assertThat(notes).containsExactly("flip");
  }

  @Test
  void aBranchBeginsWithTheGeometrySoFarAndGoesItsOwnWay() {
    SampleView view = row(1, 2, 3);
    view.flipHorizontally();
    view.pass(Draws.of(1));
    Sample branch = view.branch();
    branch.flipHorizontally();
    branch.pixels().plane(0)[0] = 9;
    plane(view)[2] = 7;

    assertThat(branch.pixels().plane(0)).containsExactly(9, 2, 3);
    assertThat(plane(view)).containsExactly(3, 2, 7);
    assertThat(branch.draws()).isSameAs(view.draws());
    assertThat(view.isOpened()).isTrue();
    assertThat(view.isMoved()).isFalse();
  }

  @Test
  void refusesAnEmptyCrop() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> square().crop(new Box(0, 0, 1, 1), new Size(0, 1), Filter.NEAREST));
  }

  @Test
  void tellsWhereItIs() {
    SampleView view = square();

    assertThat(view.index()).isEqualTo(7);
    assertThat(view.target()).isEqualTo(Size.of(4));
    assertThat(view.moment()).isEqualTo(new Moment(2, 30, 100));
  }
}
