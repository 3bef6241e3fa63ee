/** What a run leaves behind. */
@NullMarked
package io.bagoftricks.engine.run;

import org.jspecify.annotations.NullMarked;
