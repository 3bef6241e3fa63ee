package io.bagoftricks.tricks.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.api.Effect;
import io.bagoftricks.api.NetworkDraft;
import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.internal.model.ResNet;
import io.bagoftricks.engine.internal.network.DraftSettings;
import io.bagoftricks.engine.internal.network.Graph;
import io.bagoftricks.engine.internal.network.ThrownProblems;
import io.bagoftricks.engine.internal.network.TrickDraft;
import io.bagoftricks.tricks.arch.xresnetd.XresnetDProvider;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class ResNetTweaksTest {
  private static final Shape IMAGE = new Shape(3, 224, 224);
  private static final Function<NetworkDraft, Effect> B = ResNetTweaks::moveStrides;
  private static final Function<NetworkDraft, Effect> C = ResNetTweaks::deepenStem;
  private static final Function<NetworkDraft, Effect> D = ResNetTweaks::poolShortcuts;

  @Test
  void allThreeInAnyOrderMakeXresnetD() {
    Network expected = ResNet50.with(new XresnetDProvider()).network();

    assertThat(apply(List.of(B, C, D))).isEqualTo(expected);
    assertThat(apply(List.of(C, B, D))).isEqualTo(expected);
    assertThat(apply(List.of(D, C, B))).isEqualTo(expected);
    assertThat(apply(List.of(D, B, C))).isEqualTo(expected);
  }

  private static Network apply(List<Function<NetworkDraft, Effect>> tweaks) {
    Graph graph = Graph.of(new ResNet(50), IMAGE, 1000);
    RunFacts facts = new RunFacts(1000, 1000, IMAGE, 10, 100, 10, 0.1);
    TrickDraft draft =
        new TrickDraft(graph, new DraftSettings(IMAGE.size(), 3), facts, new ThrownProblems());
    for (Function<NetworkDraft, Effect> tweak : tweaks) {
      draft.receipt(tweak.apply(draft));
    }
    return graph.freeze();
  }
}
