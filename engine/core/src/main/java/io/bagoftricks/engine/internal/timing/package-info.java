/** Where the time of a run goes. */
@NullMarked
package io.bagoftricks.engine.internal.timing;

import org.jspecify.annotations.NullMarked;
