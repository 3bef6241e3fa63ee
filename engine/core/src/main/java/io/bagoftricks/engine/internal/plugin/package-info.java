/** Values that are handed to plugins, and taken back. */
@NullMarked
package io.bagoftricks.engine.internal.plugin;

import org.jspecify.annotations.NullMarked;
