package io.bagoftricks.engine;

import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.internal.run.RunFolder;
import io.bagoftricks.engine.internal.train.TrainingRun;
import io.bagoftricks.engine.plan.RunPlan;

/**
 * A run that has its folder and its weights, right before its first step or the first after it was
 * resumed.
 *
 * @param run under way; for a profiler, and how far it is
 */
public record BegunRun(RunPlan plan, Backend backend, RunFolder folder, TrainingRun run) {}
