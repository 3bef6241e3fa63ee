/** The networks that contracts run. */
@NullMarked
package io.bagoftricks.backends.testkit.conformance.internal.network;

import org.jspecify.annotations.NullMarked;
