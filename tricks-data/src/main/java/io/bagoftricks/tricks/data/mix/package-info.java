/** What the tricks that blend examples of a batch have in common: who meets whom, and how often. */
@NullMarked
package io.bagoftricks.tricks.data.mix;

import org.jspecify.annotations.NullMarked;
