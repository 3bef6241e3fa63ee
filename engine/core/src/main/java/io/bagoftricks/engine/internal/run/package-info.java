/** The folder of a run, the files in it, and who keeps them. */
@NullMarked
package io.bagoftricks.engine.internal.run;

import org.jspecify.annotations.NullMarked;
