/** He's (Kaiming) initialization: weights whose variance ReLU keeps. */
@NullMarked
package io.bagoftricks.tricks.init.he;

import org.jspecify.annotations.NullMarked;
