package io.bagoftricks.engine.internal.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.Box;
import io.bagoftricks.api.Filter;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.image.Affine;
import io.bagoftricks.api.image.Rgb;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.random.Draws;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded geometry, beside what Pillow 12.3.0 makes of the same picture (pillow.py). */
final class PillowGeometryTest {
  private static final Size SOURCE = new Size(8, 11);
  private static final Rgb FILL = Rgb.gray(99);

  static Stream<Arguments> operations() {
    List<Arguments> all = new ArrayList<>();
    Map.of("bilinear", Filter.ANTIALIASED_BILINEAR, "bicubic", Filter.ANTIALIASED_BICUBIC)
        .forEach(
            (name, filter) -> {
              all.add(crop("smaller-" + name, new Box(0, 0, 8, 11), new Size(3, 5), filter));
              all.add(crop("larger-" + name, new Box(0, 0, 8, 11), new Size(17, 13), filter));
              all.add(crop("tiny-" + name, new Box(0, 0, 8, 11), Size.of(1), filter));
              all.add(crop("cropped-" + name, new Box(1, 2, 6, 8), new Size(9, 4), filter));
              all.add(crop("padded-" + name, new Box(2, -3, 10, 12), new Size(4, 5), filter));
            });
    all.add(warp("rotated-bilinear", Affine.rotation(20, SOURCE), Filter.BILINEAR));
    all.add(warp("rotated-nearest", Affine.rotation(-33, SOURCE), Filter.NEAREST));
    all.add(warp("sheared-x", Affine.shearX(0.3), Filter.BILINEAR));
    all.add(warp("sheared-y", Affine.shearY(-0.2), Filter.BILINEAR));
    all.add(warp("shifted", Affine.translation(2.5, -1.25), Filter.BILINEAR));
    return all.stream();
  }

  private static Arguments crop(String name, Box box, Size to, Filter filter) {
    return Arguments.of(name, (Consumer<SampleView>) view -> view.crop(box, to, filter));
  }

  private static Arguments warp(String name, Affine source, Filter filter) {
    return Arguments.of(name, (Consumer<SampleView>) view -> view.warp(source, filter, FILL));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void isWhatPillowMakes(String name, Consumer<SampleView> operation) throws IOException {
    SampleView view = view(goldens("picture"));
    operation.accept(view);
    float[] expected = goldens(name);
    if (name.endsWith("bicubic")) {
      for (int i = 0; i < expected.length; i++) { // Pillow clips bytes, not floats
        expected[i] = Math.max(0, Math.min(255, expected[i]));
      }
    }
    assertThat(view.pixels().plane(0))
        .usingComparatorWithPrecision(1e-3f)
        .containsExactly(expected);
  }

  /** A step overshoots by about a tenth of its height on both sides, were it not clipped. */
  @Test
  void aCubicStaysOnTheScale() {
    SampleView view =
        new SampleView(
            0,
            new Dataset.Image(new Size(1, 6), new float[][] {{0, 0, 0, 255, 255, 255}}),
            Size.of(1),
            new Moment(0, 0, 1),
            new WorkerBuffers());
    view.crop(new Box(0, 0, 1, 6), new Size(1, 12), Filter.ANTIALIASED_BICUBIC);
    float[] values = view.pixels().plane(0);
    Arrays.sort(values);
    assertThat(values).startsWith(0, 0, 0).endsWith(255, 255, 255);
  }

  /** Both flips are half a turn, which may come before or after another. */
  @Test
  void flipsAndWarpsGoOnFromEachOther() throws IOException {
    SampleView first = view(goldens("picture"));
    first.warp(Affine.rotation(20, SOURCE), Filter.BILINEAR, FILL);
    first.flipHorizontally();
    first.flipVertically();
    SampleView second = view(goldens("picture"));
    second.flipVertically();
    second.flipHorizontally();
    second.warp(Affine.rotation(20, SOURCE), Filter.BILINEAR, FILL);
    assertThat(first.pixels().plane(0))
        .usingComparatorWithPrecision(1e-3f)
        .containsExactly(second.pixels().plane(0));
  }

  /** Turned there and back at once, nothing is lost inside; executed in between it is blurred. */
  @Test
  void warpsInARowAreOneResampling() throws IOException {
    float[] picture = goldens("picture");
    SampleView view = view(picture.clone());
    view.warp(Affine.rotation(30, SOURCE), Filter.BILINEAR, FILL);
    view.warp(Affine.rotation(-30, SOURCE), Filter.BILINEAR, FILL);
    float[] back = view.pixels().plane(0);
    assertThat(back[4 * 11 + 5]).isCloseTo(picture[4 * 11 + 5], within(1e-2f));
    assertThat(back[0]).isEqualTo(99); // had left the image in between
  }

  /** Steps that keep pixels whole, and one that resizes: executed at once or one by one. */
  @Test
  void composesShiftsFlipsAndCropsInAnyOrder() {
    for (int trial = 0; trial < 300; trial++) {
      Draws draws = Draws.of(trial);
      float[] pixels = new float[88];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) draws.uniform(1, 255);
      }
      SampleView atOnce = view(pixels.clone());
      SampleView stepwise = view(pixels.clone());
      int resize = draws.below(6);
      for (int i = 0; i < 6; i++) {
        Consumer<SampleView> step = i == resize ? resize(draws) : step(draws);
        step.accept(atOnce);
        step.accept(stepwise);
        stepwise.pixels();
      }
      assertThat(atOnce.size()).isEqualTo(stepwise.size());
      assertThat(atOnce.pixels().plane(0))
          .as("trial %d", trial)
          .usingComparatorWithPrecision(1e-3f)
          .containsExactly(stepwise.pixels().plane(0));
    }
  }

  private static Consumer<SampleView> step(Draws draws) {
    int right = draws.below(7) - 3;
    int down = draws.below(7) - 3;
    Filter filter = draws.chance(0.5) ? Filter.NEAREST : Filter.BILINEAR;
    Size to = new Size(3 + draws.below(9), 3 + draws.below(9));
    return switch (draws.below(5)) {
      case 0 -> SampleView::flipHorizontally;
      case 1 -> SampleView::flipVertically;
      case 2 -> view -> view.crop(new Box(down, right, to.height(), to.width()), to, filter);
      default -> view -> view.warp(Affine.translation(right, down), filter, Rgb.gray(right + 50));
    };
  }

  private static Consumer<SampleView> resize(Draws draws) {
    Size to = new Size(3 + draws.below(9), 3 + draws.below(9));
    return view ->
        view.crop(new Box(0, 0, view.size().height(), view.size().width()), to, Filter.NEAREST);
  }

  @Test
  void aWarpDoesNotShrink() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> view(new float[88]).warp(Affine.shearX(0), Filter.ANTIALIASED_BILINEAR, FILL))
        .withMessage("An image is warped by NEAREST or BILINEAR, not by ANTIALIASED_BILINEAR");
  }

  private static SampleView view(float[] pixels) {
    return new SampleView(
        7,
        new Dataset.Image(SOURCE, new float[][] {pixels}),
        Size.of(4),
        new Moment(0, 0, 1),
        new WorkerBuffers());
  }

  private static float[] goldens(String name) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(PillowGeometryTest.class.getResourceAsStream("pillow.txt"))) {
      Map<String, float[]> all = new HashMap<>();
      for (String line :
          new String(file.readAllBytes(), StandardCharsets.US_ASCII).split("\n", -1)) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        if (!line.isEmpty() && !line.startsWith("#")) {
          float[] values = new float[words.size() - 1];
          for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(words.get(i + 1));
          }
          all.put(words.get(0), values);
        }
      }
      return Objects.requireNonNull(all.get(name));
    }
  }
}
