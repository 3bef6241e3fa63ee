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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandsTest {
  private static final Effort EFFORT =
      new Effort(
          7, 5, OptionalInt.empty(), 2, Optional.of(Level.AVX2), List.of("--backend", "nd4j"));

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
  void libtorchComputesInTheTypeAndLayoutOfTheOpponent() {
    Case work = work(Peer.LIBTORCH, NumberType.BF16);
    Opponent opponent = new Opponent(NumberType.F32, Layout.CHANNELS_LAST);

    assertThat(command(commands.peer(work, opponent, EFFORT)))
        .containsSequence("--type", "f32", "--layout", "channels_last")
        .containsSequence("--warm-up", "2", "--iterations", "5");
  }

  @Test
  void dl4jComputesIn32BitsAndOneStepIsEnough() {
    Opponent opponent = new Opponent(NumberType.F32, Layout.NCHW);
    Contestant peer = commands.peer(work(Peer.DL4J, NumberType.BF16), opponent, EFFORT);

    assertThat(peer.name()).isEqualTo("dl4j f32 nchw");
    assertThat(command(peer))
        .doesNotContain("--type")
        .containsSequence("--warm-up", "1", "--iterations", "1")
        .anyMatch(argument -> argument.startsWith("-Dorg.bytedeco.javacpp.platform.extension="));
  }

  @Test
  void ourOwnRecipeIn32BitsIsAPeerToo() {
    Case work = work(Peer.OURS, NumberType.BF16);
    Contestant peer = commands.peer(work, new Opponent(NumberType.F32, null), EFFORT);

    assertThat(peer.name()).isEqualTo("ours f32");
    assertThat(command(peer))
        .contains(bench + "/recipes/resnet50d.json")
        .containsSequence("--steps", "5");
  }

  @Test
  void bothSidesAreLimitedToTheLevel() {
    Case work = work(Peer.LIBTORCH, NumberType.BF16);
    Opponent opponent = new Opponent(NumberType.F32, Layout.NCHW);

    assertThat(List.of(commands.ours(work, EFFORT), commands.peer(work, opponent, EFFORT)))
        .allSatisfy(
            side ->
                assertThat(((ProcessContestant) side).environment())
                    .isEqualTo(
                        Map.of(
                            "OMP_NUM_THREADS",
                            "2",
                            "ONEDNN_MAX_CPU_ISA",
                            "AVX2",
                            "ATEN_CPU_CAPABILITY",
                            "avx2")));
  }

  @Test
  void everyModelHasRecipesInBothWidths() {
    for (NetworkName model : NetworkName.values()) {
      assertThat(Path.of("../recipes", model + ".json")).exists();
      assertThat(Path.of("../recipes", model + "-16bit.json")).exists();
    }
  }

  private static Case work(Peer peer, NumberType type) {
    return new Case(peer, NetworkName.RESNET50D, Mode.TRAIN, type, List.of(type), 16, 224);
  }

  private static List<String> command(Contestant contestant) {
    return ((ProcessContestant) contestant).command();
  }
}
