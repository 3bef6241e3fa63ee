/** What tests of backends, and of whatever uses them, have in common. */
@NullMarked
package io.bagoftricks.backends.testkit;

import org.jspecify.annotations.NullMarked;
