/** What the tricks on architecture share: the three tweaks of a ResNet. */
@NullMarked
package io.bagoftricks.tricks.arch;

import org.jspecify.annotations.NullMarked;
