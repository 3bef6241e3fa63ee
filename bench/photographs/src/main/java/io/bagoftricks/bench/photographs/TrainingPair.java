package io.bagoftricks.bench.photographs;

import io.bagoftricks.api.Moment;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.loader.Loader;
import io.bagoftricks.engine.internal.loader.LoaderBatch;
import io.bagoftricks.engine.internal.loader.LoaderPass;
import io.bagoftricks.engine.internal.train.GradientExchange;
import io.bagoftricks.engine.internal.train.Steps;
import io.bagoftricks.engine.plan.RunPlan;
import java.io.IOException;

/** Training steps on photographs as they come, and on one batch again and again. */
final class TrainingPair implements AutoCloseable {
  private final RunPlan plan;
  private final Steps steps;
  private final Loader loader;
  private LoaderPass pass;
  private final LoaderBatch cached;
  private long done;

  TrainingPair(RunPlan plan, Backend backend) throws IOException {
    this.plan = plan;
    this.steps = Steps.of(plan, backend, GradientExchange.alone());
    this.loader = steps.loader(plan.recipe().data().made().open(Split.TRAIN));
    this.pass = loader.pass(moment(), size());
    LoaderBatch first = pass.next();
    this.cached =
        new LoaderBatch(
            first.inputs().clone(),
            first.labels().clone(),
            first.indices().clone(),
            0,
            first.size());
  }

  /** Images per second of steps on new photographs. */
  double fromFiles(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (!pass.hasNext()) {
        pass.close();
        pass = loader.pass(moment(), size());
      }
      update(pass.next());
    }
    return count * cached.size() / ((System.nanoTime() - start) * 1e-9);
  }

  /** Images per second of steps on the cached batch. */
  double cached(int count) {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      update(cached);
    }
    return count * cached.size() / ((System.nanoTime() - start) * 1e-9);
  }

  private void update(LoaderBatch batch) {
    steps.update(batch, size(), moment(), null, false);
    done++;
  }

  private Size size() {
    return plan.settings().inputSize(0);
  }

  private Moment moment() {
    return new Moment(0, done % plan.facts().totalSteps(), plan.facts().totalSteps());
  }

  @Override
  public void close() {
    pass.close();
    steps.close();
  }
}
