package io.bagoftricks.engine.internal.network;

import io.bagoftricks.api.network.Node;
import io.bagoftricks.api.network.Region;
import io.bagoftricks.api.network.ResidualBlock;

/** A residual block of a {@link Graph}. */
record GraphBlock(String name, int index, Region branch, Region shortcut, Node add)
    implements ResidualBlock {}
