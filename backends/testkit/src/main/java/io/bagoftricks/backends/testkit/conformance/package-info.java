/**
 * The requirements on every backend, tested against the reference and definitions: a backend's
 * author extends {@link io.bagoftricks.backends.testkit.conformance.BackendConformance}.
 */
@NullMarked
package io.bagoftricks.backends.testkit.conformance;

import org.jspecify.annotations.NullMarked;
