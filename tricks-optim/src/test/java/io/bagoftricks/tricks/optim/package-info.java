/** What the tests of this module's tricks share. */
@NullMarked
package io.bagoftricks.tricks.optim;

import org.jspecify.annotations.NullMarked;
