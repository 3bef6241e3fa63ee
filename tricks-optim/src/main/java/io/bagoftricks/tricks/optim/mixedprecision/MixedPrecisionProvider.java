package io.bagoftricks.tricks.optim.mixedprecision;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.Family;
import io.bagoftricks.api.Problems;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import java.util.List;

/** Registers mixed precision. */
@AutoService(TrickProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TrickCard(
    id = "mixed-precision",
    family = Family.OPTIMIZATION,
    summary = "Trains in 16 bits with 32-bit weights behind them.",
    paper = "Micikevicius et al. 2018, Mixed Precision Training; He et al. 2019, 3.2")
public final class MixedPrecisionProvider implements TrickProvider<MixedPrecisionConfig> {
  @Override
  public Class<? extends Trick> trick() {
    return MixedPrecision.class;
  }

  @Override
  public MixedPrecisionConfig defaults() {
    return MixedPrecisionConfig.defaults();
  }

  @Override
  public void check(MixedPrecisionConfig config, RunFacts facts, Problems problems) {
    if (config.type() == MixedPrecisionConfig.Type.FP16
        && !config.dynamic()
        && config.firstScale() == 1) {
      problems.note(
          "scaling", "leaves the loss as it is: gradients below 2^-25 (3e-8) become zero in fp16");
    }
    if (config.dynamic() && config.growthFactor() == 1) {
      problems.note("growthFactor", "is 1: after an overflow the scale never grows again");
    }
    List<String> unused = config.unused();
    if (!unused.isEmpty()) {
      problems.note(
          "",
          "the scale of the loss is %s, so these settings change nothing: %s"
              .formatted(
                  config.dynamic() ? "dynamic" : config.firstScale() + " throughout",
                  String.join(", ", unused)));
    }
  }
}
