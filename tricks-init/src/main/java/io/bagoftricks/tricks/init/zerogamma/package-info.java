/** Zero gamma: residual blocks that start as the identity. */
@NullMarked
package io.bagoftricks.tricks.init.zerogamma;

import org.jspecify.annotations.NullMarked;
