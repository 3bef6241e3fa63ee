package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.network.NetworkName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest {
  private static final Effort EFFORT =
      new Effort(7, 5, OptionalInt.empty(), 2, List.of("--backend", "nd4j"));

  @TempDir private Path bench;
  private Commands commands = new Commands(Path.of("bench"), Path.of("tricks"));

  @BeforeEach
  void buildPeers() throws IOException {
    for (Peer peer : Peer.values()) {
      Path target = Files.createDirectories(bench.resolve(peer + "/target"));
      Files.writeString(target.resolve("classpath"), peer + ".jar");
    }
    commands = new Commands(bench, Path.of("tricks"));
  }

  @Test
  void ours16BitsAreARecipeOfTheirOwn() {
    assertThat(command(commands.ours(work(Peer.LIBTORCH, NumberType.FP16), EFFORT)))
        .containsExactly(
            "tricks",
            "bench",
            bench + "/recipes/resnet50d-16bit.json",
            "--set",
            "tricks.mixed-precision.type=fp16",
            "--mode",
            "train",
            "--batch",
            "16",
            "--size",
            "224",
            "--steps",
            "5",
            "--backend",
            "nd4j");
  }

  @Test
  void libtorchComputesInOurType() {
    Case work = work(Peer.LIBTORCH, NumberType.BF16);

    assertThat(command(commands.peer(work, Layout.CHANNELS_LAST, EFFORT)))
        .containsSequence("--type", "bf16", "--layout", "channels_last")
        .containsSequence("--warm-up", "2", "--iterations", "5");
  }

  @Test
  void dl4jComputesIn32BitsAndOneStepIsEnough() {
    Contestant peer = commands.peer(work(Peer.DL4J, NumberType.BF16), Layout.NCHW, EFFORT);

    assertThat(peer.name()).isEqualTo("dl4j f32 nchw");
    assertThat(command(peer))
        .doesNotContain("--type")
        .containsSequence("--warm-up", "1", "--iterations", "1")
        .anyMatch(argument -> argument.startsWith("-Dorg.bytedeco.javacpp.platform.extension="));
  }

  @Test
  void everyModelHasRecipesInBothWidths() {
    for (NetworkName model : NetworkName.values()) {
      assertThat(Path.of("../recipes", model + ".json")).exists();
      assertThat(Path.of("../recipes", model + "-16bit.json")).exists();
    }
  }

  @Test
  void picksNativesByTheProcessorsFlags() {
    assertThat(NativeBuild.of(List.of("flags\t\t: avx2 avx512f avx512bw avx512vl")))
        .isEqualTo("-onednn-avx512");
    assertThat(NativeBuild.of(List.of("flags\t\t: avx2 avx512f"))).isEqualTo("-onednn-avx2");
  }

  private static Case work(Peer peer, NumberType type) {
    return new Case(peer, NetworkName.RESNET50D, Mode.TRAIN, type, 16, 224);
  }

  private static List<String> command(Contestant contestant) {
    return ((ProcessContestant) contestant).command();
  }
}
