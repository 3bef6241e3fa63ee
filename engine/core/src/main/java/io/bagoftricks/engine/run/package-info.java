/** The folder of a run and the files in it. */
@NullMarked
package io.bagoftricks.engine.run;

import org.jspecify.annotations.NullMarked;
