package io.bagoftricks.engine.internal.problem;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Problem.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Problems as a user reads them: sorted by file and line, then those of the command line, then
 * those without a place; and a last line that counts them.
 *
 * @param problems sorted
 */
public record ProblemReport(List<Problem> problems) {
  private static final Pattern FILE_AND_LINE =
      Pattern.compile("(?!--set )(.*):(\\d{1,9})", Pattern.DOTALL);

  /** A place, taken apart. */
  private record Place(int rank, String file, int line) {
    static Place of(Problem problem) {
      Matcher matcher = FILE_AND_LINE.matcher(problem.where());
      if (matcher.matches()) {
        return new Place(0, matcher.group(1), Integer.parseInt(matcher.group(2)));
      }
      return new Place(problem.where().isEmpty() ? 2 : 1, problem.where(), 0);
    }
  }

  /** Sorts; problems of one line keep their order. */
  public ProblemReport {
    problems =
        problems.stream()
            .sorted(
                Comparator.comparing(
                    Place::of,
                    Comparator.comparingInt(Place::rank)
                        .thenComparing(Place::file)
                        .thenComparingInt(Place::line)))
            .toList();
  }

  /** A report of problems in any order. */
  public static ProblemReport of(List<Problem> problems) {
    return new ProblemReport(problems);
  }

  /** One line per problem, messages of one file below each other; then the counts. */
  @Override
  public String toString() {
    Map<String, Integer> widths =
        problems.stream()
            .collect(
                Collectors.toMap(p -> Place.of(p).file(), p -> p.where().length() + 2, Math::max));
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      String where = problem.where().isEmpty() ? "" : problem.where() + ":";
      int width = where.isEmpty() ? 0 : widths.getOrDefault(Place.of(problem).file(), 0);
      text.append(where).append(" ".repeat(Math.max(0, width - where.length())));
      text.append('[').append(problem.id()).append("] ").append(problem.message()).append('\n');
    }
    return text.append(counts()).append('\n').toString();
  }

  private String counts() {
    Map<Severity, Long> counts =
        problems.stream()
            .map(Problem::severity)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    String counted =
        List.of(Severity.ERROR, Severity.WARNING, Severity.NOTE).stream()
            .filter(counts::containsKey)
            .map(severity -> count(severity, counts.getOrDefault(severity, 0L)))
            .collect(Collectors.joining(", "));
    return counted.isEmpty() ? "no problems" : counted;
  }

  private static String count(Severity severity, long count) {
    String word =
        switch (severity) {
          case ERROR -> "error";
          case WARNING -> "warning";
          case NOTE -> "note";
        };
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
