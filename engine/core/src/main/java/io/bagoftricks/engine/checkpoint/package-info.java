/** What a run needs to go on as if it had never ended: written whole, read with suspicion. */
@NullMarked
package io.bagoftricks.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
