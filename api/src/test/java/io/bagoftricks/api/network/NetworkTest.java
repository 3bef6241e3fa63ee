package io.bagoftricks.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bagoftricks.api.network.Network.Vertex;
import io.bagoftricks.api.random.Draws;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkTest {
  /** Extents by PyTorch's formula: floor or ceil((n + 2p - k) / s) + 1. */
  @ParameterizedTest
  @CsvSource({"224, 112", "225, 113", "64, 32", "7, 4", "1, 1"})
  void aStemConvolutionHalvesRoundingUp(int side, int expected) {
    Shape out = Conv2d.of(64, 7, 2).output(List.of(new Shape(3, side, side)));

    assertThat(out).isEqualTo(new Shape(64, expected, expected));
  }

  /** As torch.nn.AvgPool2d(2, 2, ceil_mode=...). */
  @ParameterizedTest
  @CsvSource({"8, true, 4", "7, true, 4", "7, false, 3", "1, true, 1", "2, false, 1"})
  void ceilModeKeepsALastPartialWindow(int side, boolean ceil, int expected) {
    AvgPool2d pool = new AvgPool2d(Size.of(2), Size.of(2), Size.of(0), ceil);

    assertThat(pool.output(List.of(new Shape(5, side, side))))
        .isEqualTo(new Shape(5, expected, expected));
  }

  /** As torch: a window that would start in the padding is left out, even in ceil mode. */
  @Test
  void ceilModeStartsNoWindowInThePadding() {
    AvgPool2d pool = new AvgPool2d(Size.of(2), Size.of(2), Size.of(1), true);

    assertThat(pool.output(List.of(new Shape(1, 3, 3)))).isEqualTo(new Shape(1, 2, 2));
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 1, 1", "3, 2, 2, 1", "7, 8, 4, 4", "112, 113, 56, 57"})
  void aBlurGivesTheExtentsOfAStridedConvolution(int height, int width, int down, int across) {
    List<Shape> in = List.of(new Shape(3, height, width));
    Shape out = new Shape(3, down, across);

    assertThat(new BlurPool2d(Size.of(2)).output(in)).isEqualTo(out);
    assertThat(Conv2d.of(3, 3, 2).output(in)).isEqualTo(out);
  }

  @Test
  void aBlurRefusesWhatHasNoBorderToReflect() {
    List<Shape> line = List.of(new Shape(3, 1, 4));

    assertThatThrownBy(() -> new BlurPool2d(Size.of(2)).output(line))
        .hasMessage("A blur reflects borders, which takes 2 rows and columns, not 3x1x4");
    assertThatThrownBy(() -> new BlurPool2d(new Size(2, 0)).stride())
        .hasMessageContaining("positive kernel and stride");
  }

  /** As torch.nn.Conv2d(12, 24, 3, padding=2, dilation=2, groups=4) on 9x9: weight 24x3x3x3. */
  @Test
  void groupsShareTheChannelsAndGapsWidenTheWindow() {
    Conv2d conv =
        new Conv2d(
            24, Size.of(3), Size.of(1), Size.of(2), Size.of(2), 4, true, new XavierUniform());
    List<Shape> input = List.of(new Shape(12, 9, 9));

    assertThat(conv.parameters(input).get(0).shape()).containsExactly(24, 3, 3, 3);
    assertThat(conv.parameters(input).get(1).shape()).containsExactly(24);
    assertThat(conv.output(input)).isEqualTo(new Shape(24, 9, 9));
    assertThat(conv.span()).isEqualTo(Size.of(5));
    assertThat(conv.withDilation(new Size(1, 4)).output(input)).isEqualTo(new Shape(24, 11, 5));
  }

  @Test
  void refusesGroupsThatDoNotShareTheChannels() {
    assertThatThrownBy(() -> Conv2d.of(6, 3, 1).withGroups(4))
        .hasMessage("Groups share the output channels evenly: 6 channels, 4 groups");
    assertThatThrownBy(() -> Conv2d.of(6, 3, 1).withGroups(0)).hasMessageContaining("0 groups");
    assertThatThrownBy(
            () -> Conv2d.of(6, 3, 1).withGroups(3).parameters(List.of(new Shape(4, 8, 8))))
        .hasMessage("Groups share the input channels evenly: 4 channels, 3 groups");
    assertThatThrownBy(() -> Conv2d.of(6, 3, 1).withDilation(new Size(0, 1)))
        .hasMessageContaining("A dilation is at least 1");
    assertThatThrownBy(
            () -> Conv2d.of(1, 3, 1).withDilation(Size.of(4)).output(List.of(new Shape(1, 6, 6))))
        .hasMessageContaining("smaller than the window of 9");
  }

  @Test
  void refusesWindowsThatDoNotFit() {
    assertThatThrownBy(() -> Conv2d.of(1, 0, 1)).hasMessageContaining("positive kernel");
    assertThatThrownBy(() -> Conv2d.of(1, 3, 0)).hasMessageContaining("positive kernel");
    assertThatThrownBy(() -> new MaxPool2d(Size.of(2), Size.of(1), Size.of(2)))
        .hasMessageContaining("Padding is smaller");
    assertThatThrownBy(
            () ->
                new MaxPool2d(Size.of(3), Size.of(1), Size.of(0))
                    .output(List.of(new Shape(1, 2, 2))))
        .hasMessageContaining("smaller than the window of 3");
  }

  @Test
  void refusesNamesThatAreTakenOrUnknown() {
    Shape input = new Shape(3, 8, 8);
    Vertex relu = new Vertex("relu", new Relu(), List.of(Network.INPUT), List.of());

    assertThatThrownBy(() -> new Network(input, List.of(relu, relu)))
        .hasMessage("Two layers are called 'relu'");
    assertThatThrownBy(
            () ->
                new Network(
                    input, List.of(new Vertex("a", new Relu(), List.of("later"), List.of()))))
        .hasMessage("a reads 'later', which no earlier layer is called");
    assertThatThrownBy(
            () ->
                new Network(
                    input, List.of(new Vertex("fc", Linear.of(2), List.of("input"), List.of()))))
        .hasMessage("fc: A linear layer takes a vector, not 3x8x8");
  }

  /** He et al. 2019, section 2.1: a = sqrt(6 / (d_in + d_out)), fans with the kernel's area. */
  @Test
  void xavierFillsItsInterval() {
    float[] values = new float[64 * 3 * 7 * 7];
    double bound = Math.sqrt(6.0 / (3 * 49 + 64 * 49));

    new XavierUniform().fill(values, List.of(64, 3, 7, 7), Draws.of(1));

    double largest = 0;
    double square = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
      square += value * value / (double) values.length;
    }
    assertThat(largest).isBetween(0.999 * bound, bound);
    assertThat(square).isCloseTo(bound * bound / 3, within(0.03 * bound * bound / 3));
  }

  @Test
  void evaluationLeavesIdentitiesOutAndReadsWhatTheyRead() {
    Network network =
        network(
            vertex("a", new Relu(), Network.INPUT),
            vertex("drop", new Named(Optional.of(new Identity())), "a"),
            vertex("plain", new Identity(), "drop"),
            vertex("sum", new Add(), "plain", "a"),
            vertex("last", new Identity(), "sum"));

    assertThat(network.evaluated(Set.of()).vertices())
        .containsExactly(
            vertex("a", new Relu(), Network.INPUT),
            vertex("sum", new Add(), "a", "a"),
            vertex("last", new Identity(), "sum"));
    assertThat(network.evaluated(Set.of("drop")).vertices())
        .containsExactly(
            vertex("a", new Relu(), Network.INPUT),
            vertex("drop", new Identity(), "a"),
            vertex("sum", new Add(), "drop", "a"),
            vertex("last", new Identity(), "sum"));
  }

  @Test
  void aNetworkWithoutSuchLayersIsEvaluatedAsItIs() {
    Network network =
        network(
            vertex("a", new Relu(), Network.INPUT),
            vertex("own", new Named(Optional.empty()), "a"));

    assertThat(network.evaluated(Set.of())).isSameAs(network);
  }

  /** The one parameter of the layer goes with it; a layer of two has one too many. */
  @Test
  void whatStandsInALayersPlaceInEvaluationHasItsParameters() {
    Linear linear = new Linear(3, false, Constant.ONE);
    Network network = network(vertex("own", new Named(Optional.of(linear)), Network.INPUT));

    assertThat(network.evaluated(Set.of()).parameters()).isEqualTo(network.parameters());
    Network other = network(vertex("own", new Named(Optional.of(Linear.of(3))), Network.INPUT));
    assertThatThrownBy(() -> other.evaluated(Set.of()))
        .hasMessage(
            "own: what stands in its place in evaluation has a parameter 'bias' of [3], which it has not");
  }

  @Test
  void whatStandsInALayersPlaceInEvaluationHasItsShape() {
    Network network =
        network(
            vertex(
                "own", new Named(Optional.of(new Linear(2, false, Constant.ONE))), Network.INPUT));

    assertThatThrownBy(() -> network.evaluated(Set.of()))
        .hasMessageStartingWith("own: Linear[")
        .hasMessageEndingWith(
            " stands in its place in evaluation, but takes other inputs or gives another shape");
  }

  private static Network network(Vertex... vertices) {
    return new Network(Shape.vector(3), List.of(vertices));
  }

  private static Vertex vertex(String name, Layer layer, String... inputs) {
    List<Parameter> parameters =
        layer.parameters(List.of(Shape.vector(3))).stream()
            .map(p -> p.named(name + "." + p.name()))
            .toList();
    return new Vertex(name, layer, List.of(inputs), parameters);
  }

  /** A plugin's layer of one weight. */
  private record Named(Optional<Layer> evaluated) implements CustomLayer {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<Parameter> parameters(List<Shape> inputs) {
      return List.of(new Parameter("weight", Role.WEIGHT, List.of(3, 3), Constant.ONE));
    }

    @Override
    public void forward(Forward pass) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void backward(Backward pass) {
      throw new UnsupportedOperationException();
    }
  }
}
