/** The search for a learning rate: Smith's range test. */
@NullMarked
package io.bagoftricks.engine.findlr;

import org.jspecify.annotations.NullMarked;
