package io.bagoftricks.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.bench.measure.Layout;
import io.bagoftricks.bench.measure.NumberType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  void theFastestWayIsTheOpponent() {
    Map<Opponent, Contestant> trials = new LinkedHashMap<>();
    trials.put(way(NumberType.F32, Layout.NCHW), contestant("f32 nchw", 5));
    trials.put(way(NumberType.F32, Layout.CHANNELS_LAST), contestant("f32 channels_last", 6));
    trials.put(way(NumberType.BF16, Layout.NCHW), contestant("bf16 nchw", 4));

    assertThat(run.fastest(trials)).isEqualTo(way(NumberType.F32, Layout.CHANNELS_LAST));
    assertThat(started).containsExactly("f32 nchw", "f32 channels_last", "bf16 nchw");
    assertThat(messages).contains("the opponent is f32 channels_last");
  }

  @Test
  void aSingleWayIsNotTried() {
    Opponent only = way(NumberType.F32, Layout.NCHW);

    assertThat(run.fastest(Map.of(only, contestant("nchw", 5)))).isEqualTo(only);
    assertThat(started).isEmpty();
  }

  private static Opponent way(NumberType type, Layout layout) {
    return new Opponent(type, layout);
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
