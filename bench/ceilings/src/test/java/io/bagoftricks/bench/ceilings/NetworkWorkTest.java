package io.bagoftricks.bench.ceilings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Conv2d;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.backends.spi.Profiler.Kind;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.engine.Recipes;
import io.bagoftricks.engine.bench.BenchData;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The layers of ResNet-50-D at 224 pixels, 16 images, counted by hand. */
final class NetworkWorkTest {
  /** Values of 16 images of 64 channels at 56x56, the smaller activations of the first stage. */
  private static final long NARROW = 16L * 64 * 56 * 56;

  private static final long WIDE = 4 * NARROW;

  private static final Network NETWORK = resnet50d();

  @Test
  void allPassesOfAConvolutionHaveItsProducts() {
    long operations = 2L * 16 * 56 * 56 * 64 * 64 * 9;

    assertThat(work(NumberType.F32, "layer1.0.conv2", Kind.CONVOLUTION, Pass.FORWARD))
        .isEqualTo(new Work(operations, 4 * (2 * NARROW + 64 * 64 * 9), NumberType.F32));
    assertThat(work(NumberType.BF16, "layer1.0.conv2", Kind.CONVOLUTION, Pass.DATA))
        .isEqualTo(new Work(operations, 2 * (2 * NARROW + 64 * 64 * 9), NumberType.BF16));
    assertThat(work(NumberType.BF16, "layer1.0.conv2", Kind.CONVOLUTION, Pass.WEIGHTS))
        .isEqualTo(new Work(operations, 2 * 2 * NARROW + 4 * 64 * 64 * 9, NumberType.BF16));
  }

  @Test
  void aStrideCountsTheOutputsThatThereAre() {
    Work work = work(NumberType.F32, "conv1.0", Kind.CONVOLUTION, Pass.FORWARD);

    assertThat(work.operations()).isEqualTo(2L * 16 * 32 * 112 * 112 * 3 * 9);
    assertThat(work.bytes())
        .isEqualTo(4L * (16 * 3 * 224 * 224 + 16 * 32 * 112 * 112 + 32 * 3 * 9));
  }

  /** He et al. 2019, table 5: 4.3 G of multiply-adds for an image. */
  @Test
  void aForwardHasTheProductsThatThePaperCounts() {
    long operations =
        NETWORK.vertices().stream()
            .filter(vertex -> vertex.layer() instanceof Conv2d)
            .mapToLong(
                v -> work(NumberType.F32, v.name(), Kind.CONVOLUTION, Pass.FORWARD).operations())
            .sum();
    operations += work(NumberType.F32, "fc", Kind.MATMUL, Pass.FORWARD).operations();

    assertThat(operations / 2.0 / 16 / 1e9).isCloseTo(4.3, within(0.05));
  }

  /**
   * torchvision's ResNet-50 has 25,557,032 parameters; for its first convolution of 9,408 there are
   * three of 864, 9,216 and 18,432, and two more batch norms of 64.
   */
  @Test
  void anUpdateTouchesFiveValuesForEachParameter() {
    long parameters = 25_557_032 - 9_408 + 864 + 9_216 + 18_432 + 2 * 64;

    assertThat(of(NumberType.BF16).update())
        .isEqualTo(new Work(8 * parameters, 5 * 4 * parameters, NumberType.F32));
  }

  @Test
  void aBatchNormReadsWhatItsStatisticsAreOfTwice() {
    assertThat(work(NumberType.F32, "layer1.0.act1", Kind.NORMALIZATION, Pass.FORWARD).bytes())
        .isEqualTo(4 * 3 * NARROW);
    assertThat(work(NumberType.F32, "layer1.0.act1", Kind.NORMALIZATION, Pass.BACKWARD).bytes())
        .isEqualTo(4 * 5 * NARROW);
  }

  /** Its result goes to the next block's branch and shortcut, and so its gradient has two parts. */
  @Test
  void aResidualSumIsReadAndItsGradientStored() {
    assertThat(work(NumberType.BF16, "layer1.0.act3", Kind.NORMALIZATION, Pass.FORWARD).bytes())
        .isEqualTo(2 * 4 * WIDE);
    assertThat(work(NumberType.BF16, "layer1.0.act3", Kind.NORMALIZATION, Pass.BACKWARD).bytes())
        .isEqualTo(2 * 8 * WIDE);
  }

  @Test
  void aPoolReadsItsInputAndWritesItsOutput() {
    Work max = work(NumberType.F32, "maxpool", Kind.POOLING, Pass.FORWARD);
    Work global = work(NumberType.F32, "global_pool", Kind.POOLING, Pass.BACKWARD);

    assertThat(max).isEqualTo(new Work(9 * NARROW, 4 * (4 * NARROW + NARROW), NumberType.F32));
    assertThat(global)
        .isEqualTo(new Work(16L * 2048 * 49, 4L * 16 * 2048 * (49 + 1), NumberType.F32));
  }

  @Test
  void aLinearLayerIsOneProduct() {
    assertThat(work(NumberType.F32, "fc", Kind.MATMUL, Pass.WEIGHTS))
        .isEqualTo(
            new Work(
                2L * 16 * 2048 * 1000, 4L * (16 * 2048 + 16 * 1000 + 2048 * 1000), NumberType.F32));
  }

  @Test
  void aConversionIsNotAskedFor() {
    assertThat(work(NumberType.F32, "fc", Kind.CONVERSION, Pass.FORWARD)).isEqualTo(Work.NONE);
  }

  @Test
  void namesWhatIsAlike() {
    assertThat(family("layer2.0.conv2", Kind.CONVOLUTION)).isEqualTo("convolution 3x3 / 2");
    assertThat(family("layer1.0.conv1", Kind.CONVOLUTION)).isEqualTo("convolution 1x1");
    assertThat(family("layer1.0.act3", Kind.NORMALIZATION)).isEqualTo("batch norm with sum");
    assertThat(family("layer1.0.act1", Kind.NORMALIZATION)).isEqualTo("batch norm");
    assertThat(family("maxpool", Kind.POOLING)).isEqualTo("maximum pooling");
    assertThat(family("layer1.0.conv1", Kind.CONVERSION))
        .isEqualTo("conversion for convolution 1x1");
    assertThat(family("", Kind.CONVERSION)).isEqualTo("conversion");
    assertThat(of(NumberType.F32).shape(operation("layer1.0.conv3", Kind.CONVOLUTION)))
        .isEqualTo("64 to 256x56x56");
  }

  private static Network resnet50d() {
    Recipes recipes = Recipes.load();
    return recipes
        .plan(
            BenchData.replaceIn(
                recipes.read(Path.of("../recipes/resnet50d.json"), List.of()), OptionalInt.empty()))
        .network();
  }

  private static Work work(NumberType stored, String layer, Kind kind, Pass pass) {
    return of(stored).of(new Operation(layer, kind, pass));
  }

  private static String family(String layer, Kind kind) {
    return of(NumberType.F32).family(operation(layer, kind));
  }

  private static Operation operation(String layer, Kind kind) {
    return new Operation(layer, kind, Pass.FORWARD);
  }

  private static NetworkWork of(NumberType stored) {
    return new NetworkWork(NETWORK, new Shape(3, 224, 224), 16, stored);
  }
}
