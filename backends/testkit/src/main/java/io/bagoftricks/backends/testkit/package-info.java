/** Shared parts of the tests of backends, and of whatever uses backends. */
@NullMarked
package io.bagoftricks.backends.testkit;

import org.jspecify.annotations.NullMarked;
