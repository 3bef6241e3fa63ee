package io.bagoftricks.engine.internal.train.watch;

import io.bagoftricks.api.LossTerm;
import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.plan.LiveTrick;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.TrickException;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A trick's term of the loss.
 *
 * @param watched whether it is held to filling its gradient and writing nothing else
 */
public record WatchedTerm(
    String name, LossTerm term, LiveTrick owner, Moment moment, boolean watched, TrickWatch watch)
    implements LossTerm {
  @Override
  public double evaluate(INDArray logits, INDArray targets, INDArray gradient) {
    if (watched) {
      Unfilled.mark(gradient);
    }
    watch.handed("logits", logits);
    watch.handed("targets", targets);
    watch.handed("the gradient of '" + name + "'", gradient);
    double value = called(logits, targets, gradient);
    if (gradient.wasClosed()) {
      throw broken(
          "plugin/closed-array", "it closed the gradient, which the engine owns. Leave it open.");
    }
    if (watched) {
      int unfilled = Unfilled.count(gradient);
      if (unfilled > 0) {
        throw broken(
            "plugin/unfilled",
            String.format(
                Locale.ROOT,
                "it left %,d of %,d values of the gradient unfilled, or added to what was in them. Overwrite all of them with the derivative of the mean.",
                unfilled,
                gradient.length()));
      }
      owner
          .state()
          .keepingAll(() -> TermSlope.fault(this::called, logits, targets, gradient))
          .ifPresent(fault -> watch.remarks().add(owner.instance(), place(), moment, fault));
    }
    watch.done(owner, place(), moment, () -> 31L * Double.hashCode(value) + Checksum.of(gradient));
    return value;
  }

  @Override
  public Optional<double[]> perExample(INDArray logits, INDArray targets) {
    Optional<double[]> losses =
        watch.later(
            owner, HookPoint.ON_LOSS, moment, watched, () -> term.perExample(logits, targets));
    if (losses.isPresent() && losses.get().length != logits.size(0)) {
      throw broken(
          "plugin/wrong-shape",
          String.format(
              Locale.ROOT,
              "it gave %d losses of single examples, of which there are %d.",
              losses.get().length,
              logits.size(0)));
    }
    return losses;
  }

  private double called(INDArray logits, INDArray targets, INDArray gradient) {
    return watch.later(
        owner, HookPoint.ON_LOSS, moment, watched, () -> term.evaluate(logits, targets, gradient));
  }

  private TrickException broken(String id, String what) {
    return TrickException.rule(id, owner.instance(), place(), TrickCall.at(moment), what);
  }

  private String place() {
    return "its loss term '" + name + "'";
  }
}
