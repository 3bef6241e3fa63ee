/** What the machine could do at most, and what the layers of a training step do of it. */
@NullMarked
package io.bagoftricks.bench.ceilings;

import org.jspecify.annotations.NullMarked;
