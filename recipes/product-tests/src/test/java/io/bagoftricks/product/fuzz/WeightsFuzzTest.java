package io.bagoftricks.product.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.network.Precision;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.Inference;
import io.bagoftricks.engine.internal.weights.RunWeights;
import io.bagoftricks.engine.internal.weights.WeightsChoice;
import io.bagoftricks.engine.internal.weights.WeightsFile;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.storage.Disk;
import io.bagoftricks.product.CommandLineRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of weights: refused, or the same weights to the bit. */
final class WeightsFuzzTest {
  private static final FuzzCases CASES = FuzzCases.ofTheBuild();
  private static final String REFUSED = "refused";
  private static final String SAME = "same";
  private static final String OTHER_VALUES = "other values";

  /** Of how many cases one goes through the command line. */
  private static final int COMMAND = 100;

  @TempDir private static Path folder;
  private static DamagedRun run;
  private static RunPlan plan;
  private static Inference inference;
  private static Path weights;
  private static int[] right;

  @BeforeAll
  static void train() throws Exception {
    run = DamagedRun.train(folder);
    plan = run.plan();
    inference = Inference.of(plan, DamagedRun.backend(), Precision.FLOAT);
    weights = run.folder().resolve("weights.safetensors");
    RunWeights.load(RunFolder.open(Disk.local(), run.folder()), WeightsChoice.EVALUATED, inference);
    right = bits();
  }

  @AfterAll
  static void close() {
    inference.close();
  }

  /** Of a run, whose result has their hash: whatever byte is another, it is found. */
  @Test
  void ofARunAreRefusedOrTheSame() {
    Path result = run.folder().resolve("result.json");

    Outcomes outcomes =
        CASES.run(
            (seed, random) -> {
              Path file = random.nextInt(4) == 0 ? result : weights;
              byte[] damaged = Damage.some(run.whole(file), random);
              return run.with(
                  file,
                  damaged,
                  () -> {
                    String outcome = ofTheRun();
                    assertThat(outcome)
                        .isEqualTo(Arrays.equals(damaged, run.whole(file)) ? SAME : REFUSED);
                    assertThat(bits()).isEqualTo(right);
                    if (outcome.equals(REFUSED) && seed % COMMAND == 0) {
                      DamagedRun.checkRefused(
                          CommandLineRun.of(command(random, file.equals(result))));
                      assertThat(folder.resolve("exported")).doesNotExist();
                    }
                    return outcome;
                  });
            });

    System.out.println("weights of a run: " + outcomes);
  }

  /** Where the result alone is damaged a run goes on, and comes to it again. */
  private static String[] command(SplittableRandom random, boolean isResult) {
    String path = run.folder().toString();
    List<String> export =
        List.of("export", path, "--output", folder.resolve("exported").toString(), "--format");
    return switch (random.nextInt(5)) {
      case 0 -> new String[] {"eval", path};
      case 1 -> new String[] {"predict", path, path};
      case 2 -> isResult ? new String[] {"eval", path} : new String[] {"train", "--resume", path};
      case 3 -> and(export, "onnx");
      default -> and(export, "safetensors");
    };
  }

  private static String[] and(List<String> some, String last) {
    String[] all = some.toArray(new String[some.size() + 1]);
    all[some.size()] = last;
    return all;
  }

  /**
   * From anywhere, such as what {@code model.weights} names: a damage of the header changes no
   * value, and damaged values are those that the file has, and finite.
   */
  @Test
  void fromElsewhereAreRefusedOrWhatTheFileSays() throws Exception {
    byte[] whole = run.whole(weights);
    int start = Long.BYTES + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Path file = Files.createDirectory(folder.resolve("elsewhere")).resolve("some.safetensors");

    Outcomes outcomes =
        CASES.run(
            (seed, random) -> {
              boolean inHeader = random.nextBoolean();
              byte[] damaged =
                  inHeader
                      ? joined(Damage.some(Arrays.copyOf(whole, start), random), whole, start)
                      : Damage.some(whole, random);
              Files.write(file, damaged);
              return fromElsewhere(file, damaged, whole, start);
            });

    System.out.println("weights from elsewhere: " + outcomes);
  }

  private static String fromElsewhere(Path file, byte[] damaged, byte[] whole, int start) {
    try {
      WeightsFile.open(file).load(inference.weights());
    } catch (ProblemException e) {
      DamagedRun.check(e);
      assertThat(bits()).isEqualTo(right);
      return REFUSED;
    }
    try {
      if (Arrays.equals(bits(), right)) {
        return SAME;
      }
      assertThat(damaged.length).isEqualTo(whole.length);
      assertThat(Arrays.copyOf(damaged, start)).isEqualTo(Arrays.copyOf(whole, start));
      for (int bits : bits()) {
        assertThat(Float.isFinite(Float.intBitsToFloat(bits))).isTrue();
      }
      return OTHER_VALUES;
    } finally {
      RunWeights.load(
          RunFolder.open(Disk.local(), run.folder()), WeightsChoice.EVALUATED, inference);
    }
  }

  private static String ofTheRun() {
    try {
      RunWeights.load(
          RunFolder.open(Disk.local(), run.folder()), WeightsChoice.EVALUATED, inference);
      return SAME;
    } catch (ProblemException e) {
      DamagedRun.check(e);
      return REFUSED;
    }
  }

  /** Of all parameters and running statistics. */
  private static int[] bits() {
    int[] masters = DamagedRun.bits(inference.weights().masters());
    int[] statistics = DamagedRun.bits(inference.weights().statistics());
    int[] all = Arrays.copyOf(masters, masters.length + statistics.length);
    System.arraycopy(statistics, 0, all, masters.length, statistics.length);
    return all;
  }

  private static byte[] joined(byte[] header, byte[] file, int start) {
    byte[] all = Arrays.copyOf(header, header.length + file.length - start);
    System.arraycopy(file, start, all, header.length, file.length - start);
    return all;
  }
}
