/** How a run reaches its files, so that what is written survives, and a test can stand between. */
@NullMarked
package io.bagoftricks.engine.storage;

import org.jspecify.annotations.NullMarked;
