/** Where the time of a run goes. */
@NullMarked
package io.bagoftricks.engine.train.timing;

import org.jspecify.annotations.NullMarked;
