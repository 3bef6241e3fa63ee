/** What the tests of this module's tricks share. */
@NullMarked
package io.bagoftricks.tricks.loss;

import org.jspecify.annotations.NullMarked;
