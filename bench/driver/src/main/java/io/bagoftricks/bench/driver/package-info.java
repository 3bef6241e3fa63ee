/** Starts our engine and a peer in turn and compares what they say of themselves. */
@NullMarked
package io.bagoftricks.bench.driver;

import org.jspecify.annotations.NullMarked;
