package io.bagoftricks.engine.train.internal.watch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Moment;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Writes to the engine's arrays by a thread of a plugin, at any time. */
final class TrickWatchTest {
  @Test
  void namesWhoMayHaveWrittenWhileNoTrickWasCalled() {
    TrickWatch watch =
        new TrickWatch(
            new RunPlanner(TrickRegistry.of(List.of())).plan(ToyRecipes.small(List.of())));
    Moment moment = new Moment(2, 26, 100);
    INDArray targets = Nd4j.ones(2, 3);
    watch.arrays().add(HandedArray.targets(targets));
    watch.observer("keeps", "onBatch", moment).asked("targets", targets);
    watch.arrays().look();
    targets.muli(2);

    assertThatThrownBy(() -> watch.checkUnwritten(moment))
        .isInstanceOf(TrickException.class)
        .hasMessageStartingWith(
            "[plugin/late-write] 'keeps' in no hook of its own at epoch 3, step 27: targets() was"
                + " written while no trick was called. What a trick is handed is valid until its"
                + " hook returns: keep a copy, and write from no other thread.");
  }
}
