/** The network while it is drafted: a graph that tricks edit and the engine freezes. */
@NullMarked
package io.bagoftricks.engine.internal.network;

import org.jspecify.annotations.NullMarked;
