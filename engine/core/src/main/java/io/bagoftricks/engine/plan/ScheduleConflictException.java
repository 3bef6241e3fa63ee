package io.bagoftricks.engine.plan;

/** Two tricks set the one ramp or the one curve of a schedule. */
final class ScheduleConflictException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  ScheduleConflictException(String one, String other, String what) {
    super("'%s' and '%s' both set the %s. Keep one of them.".formatted(one, other, what));
  }
}
