package io.bagoftricks.engine.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Problem.Severity;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The output of {@code tricks lint --json}. */
record LintResult(long errors, long warnings, long notes, List<Entry> problems) {
  private static final Pattern FILE_AND_LINE = Pattern.compile("(.*):(\\d{1,9})");

  /**
   * A problem.
   *
   * @param where the file, or the override of the command line; missing where there is no place
   * @param line in the file, from 1; missing where there is none
   */
  record Entry(
      String severity,
      String id,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String where,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer line,
      String message) {
    static Entry of(Problem problem) {
      Matcher place = FILE_AND_LINE.matcher(problem.where());
      boolean inFile = !problem.where().startsWith("--set ") && place.matches();
      String where = inFile ? place.group(1) : problem.where();
      return new Entry(
          problem.severity().name().toLowerCase(Locale.ROOT),
          problem.id(),
          where.isEmpty() ? null : where,
          inFile ? Integer.valueOf(place.group(2)) : null,
          problem.message());
    }
  }

  static LintResult of(ProblemReport report) {
    List<Problem> problems = report.problems();
    return new LintResult(
        count(problems, Severity.ERROR),
        count(problems, Severity.WARNING),
        count(problems, Severity.NOTE),
        problems.stream().map(Entry::of).toList());
  }

  private static long count(List<Problem> problems, Severity severity) {
    return problems.stream().filter(p -> p.severity() == severity).count();
  }
}
