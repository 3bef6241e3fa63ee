package io.bagoftricks.api.optimizer;

import io.bagoftricks.api.TypeProvider;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How an optimizer is found: listed in {@code
 * META-INF/services/io.bagoftricks.api.optimizer.OptimizerProvider}, with a card {@code
 * META-INF/optimizers/<id>.md}.
 *
 * @param <C> the optimizer's settings
 * @since 0.1
 */
@ConsumerType
public interface OptimizerProvider<C extends Record> extends TypeProvider<C, Optimizer> {}
