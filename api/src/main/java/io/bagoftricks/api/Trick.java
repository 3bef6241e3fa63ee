package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A training trick: a class that implements one or more hooks. Its fields are final; what must
 * survive a checkpoint lives in an injected {@link TrickState}. Its constructor does no I/O.
 *
 * <p>A trick that is {@link AutoCloseable} is closed when its run ends, after a failure too, and so
 * are the instances that are made while a recipe is planned.
 *
 * @since 0.1
 */
@ConsumerType
public interface Trick {}
