package io.bagoftricks.engine.cli;

import io.bagoftricks.api.Metrics;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.backends.spi.BackendUnavailableException;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.train.Evaluated;
import io.bagoftricks.engine.train.Inference;
import io.bagoftricks.engine.train.NoResultException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code tricks eval}. */
@CommandLine.Command(
    name = "eval",
    description = {
      "Evaluates a run again on all test images.",
      "It evaluates as the run's training did, and writes nothing into the run's folder. The last"
          + " line on standard output is one JSON object."
    },
    mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.Mixin private RunArguments run = new RunArguments();

  /**
   * The last line that the command prints.
   *
   * @param top1 share of images, as is {@code top5}
   * @param loss mean cross-entropy on hard labels
   * @param calibrationError expected calibration error, 15 bins of equal width (Guo et al. 2017)
   */
  private record Result(
      String run,
      String weights,
      String backend,
      double top1,
      double top5,
      double loss,
      double calibrationError,
      long images) {}

  @Override
  public Integer call() throws IOException, BackendUnavailableException {
    RunPlan plan = run.plan();
    Backend backend = run.backend();
    Dataset test = plan.recipe().data().made().open(plan.roles().judged());
    try (Inference inference = run.open(plan, backend, plan.settings().precision())) {
      Evaluated evaluated = inference.evaluate(test);
      Metrics metrics = evaluated.metrics();
      if (!evaluated.isFinite()) {
        throw new NoResultException(
            "[eval/not-finite] The loss of the evaluation is %s. %s Use other weights of the run (--weights), or train it anew with a lower learning rate."
                .formatted(metrics.loss(), evaluated.nonFinite().orElseThrow()));
      }
      spec.commandLine()
          .getOut()
          .println(
              Json.line(
                  new Result(
                      run.folder().toString(),
                      run.weights(),
                      backend.id(),
                      metrics.top1(),
                      metrics.top5(),
                      metrics.loss(),
                      metrics.calibrationError(),
                      metrics.examples())));
    }
    return 0;
  }
}
