package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PairedRunTest {
  private final List<String> started = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final PairedRun run = new PairedRun(messages::add);

  @Test
  void sidesTakeTurnsInGoingFirst() {
    List<Pair> pairs = run.pairs(3, contestant("ours", 6), contestant("peer", 3));

    assertThat(started).containsExactly("ours", "peer", "peer", "ours", "ours", "peer");
    assertThat(pairs).hasSize(3).allSatisfy(pair -> assertThat(pair.ratio()).isEqualTo(2));
    assertThat(messages).hasSize(3).last().asString().contains("pair 3 of 3").contains("2.00");
  }

  @Test
  void theBetterLayoutIsTheOpponent() {
    assertThat(
            run.fastest(
                Map.of(
                    Layout.NCHW,
                    contestant("nchw", 5),
                    Layout.CHANNELS_LAST,
                    contestant("channels_last", 4))))
        .isEqualTo(Layout.NCHW);
    assertThat(messages).contains("the opponent is nchw");
  }

  @Test
  void aSingleLayoutIsNotTried() {
    assertThat(run.fastest(Map.of(Layout.NCHW, contestant("nchw", 5)))).isEqualTo(Layout.NCHW);
    assertThat(started).isEmpty();
  }

  private Contestant contestant(String name, double rate) {
    return new Contestant() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Measurement run() {
        started.add(name);
        return new Measurement(rate, rate, 1);
      }
    };
  }
}
