package io.bagoftricks.bench.dl4j;

import io.bagoftricks.bench.measure.JsonLine;
import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.Mode;
import io.bagoftricks.bench.measure.NumberType;
import io.bagoftricks.bench.measure.PeerOptions;
import io.bagoftricks.bench.measure.PeerResult;
import io.bagoftricks.bench.network.NetworkSpec;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine;

/** Times DL4J; the last line on standard output is a {@link PeerResult}. */
@CommandLine.Command(name = "dl4j", mixinStandardHelpOptions = true)
public final class Dl4jBench implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private PeerOptions options = new PeerOptions();

  private Dl4jBench() {}

  /** Runs it and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Dl4jBench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    Nd4j.getRandom().setSeed(1);
    NetworkSpec network = options.network();
    ComputationGraph built = Dl4jNetwork.build(network, options.size());
    INDArray images = Nd4j.randn(options.batch(), 3, options.size(), options.size());
    DataSet batch = new DataSet(images, labels(options.batch(), network.classes()));
    Runnable step =
        options.mode() == Mode.TRAIN ? () -> built.fit(batch) : () -> built.outputSingle(images);
    int threads = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    PeerResult result =
        PeerResult.of("DL4J", options, NumberType.F32, Layout.NCHW, threads, options.time(step));
    spec.commandLine().getOut().println(JsonLine.of(result));
    return 0;
  }

  private static INDArray labels(int batch, int classes) {
    INDArray labels = Nd4j.zeros(batch, classes);
    for (int n = 0; n < batch; n++) {
      labels.putScalar(n, n % classes, 1);
    }
    return labels;
  }
}
