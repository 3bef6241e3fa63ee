/**
 * Files and folders: whole, locked, hashed, as JSON, as tables; and what a failure of them is
 * called.
 */
@NullMarked
package io.bagoftricks.engine.internal.storage;

import org.jspecify.annotations.NullMarked;
