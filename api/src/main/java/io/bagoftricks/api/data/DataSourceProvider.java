package io.bagoftricks.api.data;

import io.bagoftricks.api.TypeProvider;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a source of data is found: listed in {@code
 * META-INF/services/io.bagoftricks.api.data.DataSourceProvider}, with a card {@code
 * META-INF/data/<id>.md}. A setting called {@code root} may change when a run is resumed, since
 * data may move; any other decides the result. The keys {@code type} and {@code validation} belong
 * to the engine.
 *
 * @param <C> the source's settings
 * @since 0.1
 */
@ConsumerType
public interface DataSourceProvider<C extends Record> extends TypeProvider<C, DataSource> {}
