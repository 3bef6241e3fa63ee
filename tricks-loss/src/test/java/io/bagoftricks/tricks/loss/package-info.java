/** Shared parts of the tests of this module's tricks. */
@NullMarked
package io.bagoftricks.tricks.loss;

import org.jspecify.annotations.NullMarked;
