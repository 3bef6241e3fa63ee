/** Shared parts of the tests of this module's tricks. */
@NullMarked
package io.bagoftricks.tricks.optim;

import org.jspecify.annotations.NullMarked;
