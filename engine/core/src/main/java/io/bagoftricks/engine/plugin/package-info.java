/** Tricks as plugins: found with ServiceLoader, built with Guice, isolated when broken. */
@NullMarked
package io.bagoftricks.engine.plugin;

import org.jspecify.annotations.NullMarked;
