package io.bagoftricks.bench.libtorch;

import io.bagoftricks.bench.measure.JsonLine;
import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.measure.PeerOptions;
import io.bagoftricks.bench.measure.PeerResult;
import io.bagoftricks.bench.network.NetworkSpec;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine;

/** Times libtorch; the last line on standard output is a {@link PeerResult}. */
@CommandLine.Command(name = "libtorch", mixinStandardHelpOptions = true)
public final class LibtorchBench implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PeerOptions options = new PeerOptions();

  @CommandLine.Option(
      names = "--type",
      defaultValue = "f32",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private NumberType type = NumberType.F32;

  @CommandLine.Option(
      names = "--layout",
      defaultValue = "channels_last",
      description = "One of ${COMPLETION-CANDIDATES}.")
  private Layout layout = Layout.CHANNELS_LAST;

  private LibtorchBench() {}

  /** Runs it and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LibtorchBench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    torch.manual_seed(1);
    NetworkSpec network = options.network();
    Numerics numerics = new Numerics(type, layout);
    TorchNetwork built = new TorchNetwork(network, numerics, ParameterSource.random());
    SyntheticBatch batch =
        SyntheticBatch.random(options.batch(), options.size(), network.classes(), numerics);
    Runnable step =
        options.mode() == Mode.TRAIN
            ? new TrainingStep(built, batch)
            : new InferenceStep(built, batch);
    PeerResult result =
        PeerResult.of(
            "libtorch", options, type, layout, torch.get_num_threads(), options.time(step));
    spec.commandLine().getOut().println(JsonLine.of(result));
    return 0;
  }
}
