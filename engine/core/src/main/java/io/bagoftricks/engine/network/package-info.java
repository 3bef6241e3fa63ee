/** The network while it is drafted: a graph that tricks edit and the engine freezes. */
@NullMarked
package io.bagoftricks.engine.network;

import org.jspecify.annotations.NullMarked;
