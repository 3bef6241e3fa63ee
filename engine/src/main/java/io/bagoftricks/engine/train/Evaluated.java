package io.bagoftricks.engine.train;

import io.bagoftricks.api.Metrics;

/** The result of an evaluation: its numbers, and what was taken for what. */
public record Evaluated(Metrics metrics, ConfusionMatrix confusion) {}
