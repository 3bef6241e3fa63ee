/** Pictures that are drawn of other pictures and words. */
@NullMarked
package io.bagoftricks.engine.picture;

import org.jspecify.annotations.NullMarked;
