/** How a run ends, or is asked to. */
@NullMarked
package io.bagoftricks.engine.run;

import org.jspecify.annotations.NullMarked;
