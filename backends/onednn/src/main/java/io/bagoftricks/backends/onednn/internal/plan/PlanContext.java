package io.bagoftricks.backends.onednn.internal.plan;

import io.bagoftricks.backends.spi.PlanSpec;

/**
 * The context that all units of a plan share.
 *
 * @param spec the plan's shape
 * @param assembler takes operations
 * @param parameters the weights' parameters as tensors
 * @param gradients where gradients of parameters go
 * @param statistics what batch norms measure in training and use in evaluation
 * @param zeros counts zeros among gradients of activations
 * @param arrays those handed out
 */
public record PlanContext(
    PlanSpec spec,
    Assembler assembler,
    ParameterTensors parameters,
    GradientTensors gradients,
    BatchStatistics statistics,
    StoredZeros zeros,
    PlanArrays arrays) {}
