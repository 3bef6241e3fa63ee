package io.bagoftricks.tricks.data.trivialaugment;

import io.bagoftricks.api.Sample;
import io.bagoftricks.api.SampleHook;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Uses;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.tricks.data.Magnitudes;
import io.bagoftricks.tricks.data.Operation;
import io.bagoftricks.tricks.data.WarpStyle;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Applies one operation, drawn evenly from a list, with a magnitude drawn evenly and a drawn sign.
 *
 * <p>Müller and Hutter 2021 (arXiv:2103.10158), algorithm 1, with the "wide" ranges of table 6;
 * torchvision's {@code TrivialAugmentWide}.
 */
public final class TrivialAugment implements SampleHook {
  private static final List<Operation> OPERATIONS = Operation.FOURTEEN;

  private final TrivialAugmentConfig config;

  /** Builds the trick from its settings. */
  @Inject
  public TrivialAugment(TrivialAugmentConfig config) {
    this.config = config;
  }

  @Override
  @Uses(
      changes = {Slot.GEOMETRY, Slot.COLOR},
      stage = Stage.POLICY)
  public void onSample(Sample sample) {
    Draws draws = sample.draws();
    Operation operation = OPERATIONS.get(draws.below(OPERATIONS.size()));
    double level = draws.below(config.magnitudes()) / (config.magnitudes() - 1.0);
    double argument = Magnitudes.WIDE.draw(operation, level, sample.size(), draws);
    operation.apply(sample, argument, WarpStyle.TORCHVISION);
  }
}
