/** Where the time of a run goes: sums for people, traces for viewers. */
@NullMarked
package io.bagoftricks.engine.profile;

import org.jspecify.annotations.NullMarked;
