package io.bagoftricks.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a setting of a trick as the path of a {@link Teacher}, or of what a {@link TeacherSource}
 * names beside it. A run may be resumed with another path, as teachers are moved; the engine
 * compares the hash of the teacher itself.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface TeacherPath {}
