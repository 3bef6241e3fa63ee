/** How a network is used in a run, and layers that cover others. */
@NullMarked
package io.bagoftricks.engine.network;

import org.jspecify.annotations.NullMarked;
