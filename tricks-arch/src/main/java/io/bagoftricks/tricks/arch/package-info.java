/** Shared by the tricks on architecture: the three tweaks of a ResNet. */
@NullMarked
package io.bagoftricks.tricks.arch;

import org.jspecify.annotations.NullMarked;
