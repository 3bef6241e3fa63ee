package io.bagoftricks.api.model;

import io.bagoftricks.api.TypeProvider;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a model is found: listed in {@code META-INF/services/io.bagoftricks.api.model.ModelProvider},
 * with a card {@code META-INF/models/<id>.md}. The keys {@code type}, {@code weights}, {@code
 * freeze} and {@code freezeStatistics} of a recipe's model belong to the engine: every model can
 * start from given weights and keep parameters as they are.
 *
 * @param <C> the model's settings
 * @since 0.1
 */
@ConsumerType
public interface ModelProvider<C extends Record> extends TypeProvider<C, Model> {}
