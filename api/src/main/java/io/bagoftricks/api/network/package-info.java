/** Networks: typed layers in a directed acyclic graph, their parameters and their roles. */
@NullMarked
package io.bagoftricks.api.network;

import org.jspecify.annotations.NullMarked;
