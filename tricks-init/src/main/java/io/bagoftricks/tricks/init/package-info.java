/** What the tricks on initialization share: the rule that fills weights, and where it goes. */
@NullMarked
package io.bagoftricks.tricks.init;

import org.jspecify.annotations.NullMarked;
