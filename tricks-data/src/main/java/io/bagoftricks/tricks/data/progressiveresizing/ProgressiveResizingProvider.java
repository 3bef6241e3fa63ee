package io.bagoftricks.tricks.data.progressiveresizing;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.network.Size;
import java.util.Locale;

/** Registers progressive resizing. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "progressive-resizing",
    family = Family.DATA,
    summary = "Trains on small images first, on larger ones later.",
    paper = "Howard 2018, DAWNBench entry of fast.ai")
public final class ProgressiveResizingProvider implements TrickProvider<ProgressiveResizingConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return ProgressiveResizing.class;
  }

  @Override
  public ProgressiveResizingConfig defaults() {
    return ProgressiveResizingConfig.defaults();
  }

  @Override
  public void check(ProgressiveResizingConfig config, RunFacts facts, Problems problems) {
    Size whole = facts.input().size();
    int last = facts.epochs() - 1;
    Size size = ProgressiveResizing.size(config, whole, last, facts.epochs());
    if (config.finetuneFraction() > 0 && !size.equals(whole)) {
      problems.note(
          "finetuneFraction",
          String.format(
              Locale.ROOT,
              "is %s of a run of %d epochs: no epoch begins that late, so even the last is on images of %s",
              config.finetuneFraction(),
              facts.epochs(),
              size));
    }
  }
}
