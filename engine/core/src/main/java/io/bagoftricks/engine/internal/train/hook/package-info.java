/** The hooks of tricks: what each is given, and who calls it when. */
@NullMarked
package io.bagoftricks.engine.internal.train.hook;

import org.jspecify.annotations.NullMarked;
