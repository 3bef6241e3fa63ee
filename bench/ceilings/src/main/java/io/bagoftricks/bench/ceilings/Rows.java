package io.bagoftricks.bench.ceilings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a step does, beside its roof. */
record Rows(List<Row> rows) {
  /** Copies the list. */
  Rows {
    rows = List.copyOf(rows);
  }

  /** The rows of measured steps. */
  static Rows of(StepTrace trace, NetworkWork work, Ceilings ceilings) {
    List<Row> rows = new ArrayList<>();
    trace
        .operations()
        .forEach(
            (operation, millis) -> {
              Work least = work.of(operation);
              rows.add(
                  new Row(
                      operation.layer(),
                      work.family(operation),
                      work.shape(operation),
                      operation.pass(),
                      least,
                      millis,
                      1000 * ceilings.seconds(least)));
            });
    trace
        .spans()
        .forEach(
            (label, millis) -> {
              Work least = ofSpan(label, work);
              double roof = 1000 * ceilings.seconds(least);
              rows.add(new Row("", nameOfSpan(label), "", Pass.STEP, least, millis, roof));
            });
    return new Rows(rows);
  }

  /** The rows that lose most first. */
  List<Row> byLoss() {
    return rows.stream().sorted(Comparator.comparingDouble(Row::lostMillis).reversed()).toList();
  }

  /** One row for all of a family and pass, those that lose most first. */
  List<Row> families() {
    Map<String, Row> sums = new LinkedHashMap<>();
    for (Row row : rows) {
      Row alone =
          new Row("", row.family(), "", row.pass(), row.work(), row.millis(), row.roofMillis());
      sums.merge(row.family() + ", " + row.pass(), alone, Rows::sum);
    }
    return new Rows(List.copyOf(sums.values())).byLoss();
  }

  /** The whole step. */
  Row whole() {
    return rows.stream()
        .map(row -> new Row("", "", "", Pass.STEP, row.work(), row.millis(), row.roofMillis()))
        .reduce(Rows::sum)
        .orElseThrow();
  }

  /** The name of a span without all that lies inside it. */
  private static String nameOfSpan(String label) {
    return switch (label) {
      case "forward", "backward" -> "between operations, " + label;
      case "update" -> "rest of the step";
      default -> label;
    };
  }

  private static Work ofSpan(String label, NetworkWork work) {
    return switch (label) {
      case "optimizer update" -> work.update();
      case "gradients" -> work.check();
      case "input" -> work.images();
      default -> Work.NONE;
    };
  }

  private static Row sum(Row first, Row second) {
    Work work =
        new Work(
            first.work().operations() + second.work().operations(),
            first.work().bytes() + second.work().bytes(),
            first.work().type());
    return new Row(
        first.layer(),
        first.family(),
        first.shape(),
        first.pass(),
        work,
        first.millis() + second.millis(),
        first.roofMillis() + second.roofMillis());
  }
}
