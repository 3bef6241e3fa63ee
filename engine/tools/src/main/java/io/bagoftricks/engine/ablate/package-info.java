/** Which tricks help on one's own data, with error bars. */
@NullMarked
package io.bagoftricks.engine.ablate;

import org.jspecify.annotations.NullMarked;
