package io.bagoftricks.engine.internal.run;

import io.bagoftricks.engine.internal.table.Csv;
import io.bagoftricks.engine.internal.train.RunProgress;
import io.bagoftricks.engine.plan.Receipt;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plugin.HookPoint;
import java.util.Arrays;
import java.util.List;

/** {@code receipts.csv}: what each trick did, a line an act. */
final class ReceiptsTable {
  private ReceiptsTable() {}

  static String of(RunPlan plan, RunProgress progress) {
    StringBuilder table = new StringBuilder(Csv.line("trick", "when", "touched", "outOf", "what"));
    for (Receipt receipt : plan.receipts()) {
      table.append(
          Csv.line(
              receipt.instance(),
              receipt.point().method(),
              receipt.effect().touched(),
              receipt.effect().outOf(),
              receipt.effect().what()));
    }
    List<String> runTime =
        Arrays.stream(HookPoint.values())
            .filter(point -> !point.isSetup())
            .flatMap(point -> plan.at(point).stream())
            .filter(
                planned ->
                    Arrays.stream(HookPoint.values())
                        .anyMatch(point -> !point.isSetup() && !planned.writes(point).isEmpty()))
            .map(planned -> planned.instance())
            .distinct()
            .sorted()
            .toList();
    for (String instance : runTime) {
      boolean effective = progress.effective().contains(instance);
      table.append(
          Csv.line(instance, "training", effective ? 1 : 0, 1, "runs in which it had an effect"));
    }
    return table.toString();
  }
}
