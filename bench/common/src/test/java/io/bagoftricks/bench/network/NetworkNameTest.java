package io.bagoftricks.bench.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NetworkNameTest {
  private static final Path GOLDEN =
      Path.of("../../recipes/product-tests/src/test/resources/golden");

  @ParameterizedTest
  @EnumSource(
      names = "RESNET50D", // has no golden file
      mode = EnumSource.Mode.EXCLUDE)
  void hasTheParametersOfTheGoldenFileInItsOrder(NetworkName name) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(GOLDEN.resolve(name + ".json").toFile());
    List<String> expected = new ArrayList<>();
    golden
        .get("parameters")
        .forEach(p -> expected.add(p.get("name").asText() + " " + p.get("shape")));

    assertThat(parameters(name.spec(10))).isEqualTo(expected);
  }

  /** 25,576,264 is timm's count for resnet50d. */
  @Test
  void resNet50DHasAsManyParametersAsTimms() {
    NetworkSpec spec = NetworkName.RESNET50D.spec(1000);
    long count = (spec.features() + 1L) * spec.classes();
    for (ConvNorm layer : layers(spec)) {
      count += (long) layer.outChannels() * (layer.fanIn() + 2);
    }

    assertThat(count).isEqualTo(25_576_264);
  }

  @Test
  void variantDStridesInThe3x3AndPoolsTheShortcut() {
    Residual block = NetworkName.RESNET50D.spec(10).blocks().get(3);

    assertThat(block.branch()).extracting(ConvNorm::stride).containsExactly(1, 2, 1);
    assertThat(block.projection().orElseThrow().pool()).isEqualTo(2);
    assertThat(block.projection().orElseThrow().convolution().stride()).isEqualTo(1);
  }

  private static List<String> parameters(NetworkSpec spec) {
    List<String> parameters = new ArrayList<>();
    for (ConvNorm layer : layers(spec)) {
      int channels = layer.outChannels();
      parameters.add(
          "%s.weight [%s,%s,%s,%s]"
              .formatted(
                  layer.conv(), channels, layer.groupChannels(), layer.kernel(), layer.kernel()));
      parameters.add("%s.weight [%s]".formatted(layer.norm(), channels));
      parameters.add("%s.bias [%s]".formatted(layer.norm(), channels));
    }
    parameters.add("%s.weight [%s,%s]".formatted(spec.linear(), spec.classes(), spec.features()));
    parameters.add("%s.bias [%s]".formatted(spec.linear(), spec.classes()));
    return parameters;
  }

  private static List<ConvNorm> layers(NetworkSpec spec) {
    List<ConvNorm> layers = new ArrayList<>(spec.stem());
    for (Residual block : spec.blocks()) {
      layers.addAll(block.branch());
      block.projection().ifPresent(p -> layers.add(p.convolution()));
    }
    return layers;
  }
}
