package io.bagoftricks.engine.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.engine.split.SplitRoles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The parts of a run's data are open together, and closed together. */
final class RunDataTest {
  private static final SplitRoles ROLES = new SplitRoles(Split.VALIDATION, Optional.of(Split.TEST));

  private final List<Split> open = new ArrayList<>();
  private Optional<Split> missing = Optional.empty();
  private Optional<Split> failing = Optional.empty();

  @Test
  void allPartsAreClosedAlthoughOneFails() throws IOException {
    RunData.open(new Source(), ROLES).close();
    assertThat(open).isEmpty();

    for (Split split : Split.values()) {
      failing = Optional.of(split);
      RunData data = RunData.open(new Source(), ROLES);
      assertThat(open).containsExactly(Split.TRAIN, Split.VALIDATION, Split.TEST);
      assertThatThrownBy(data::close).hasMessage("not closed");
      assertThat(open).isEmpty();
    }
  }

  @Test
  void nothingIsOpenWhereAPartCannotBeOpened() {
    for (Split split : Split.values()) {
      missing = Optional.of(split);
      assertThatThrownBy(() -> RunData.open(new Source(), ROLES)).isInstanceOf(IOException.class);
      assertThat(open).isEmpty();
    }
  }

  @Test
  void theReasonIsToldAlthoughAPartCannotBeClosed() {
    failing = Optional.of(Split.TRAIN);
    missing = Optional.of(Split.TEST);
    assertThatThrownBy(() -> RunData.open(new Source(), ROLES))
        .isInstanceOf(IOException.class)
        .hasMessage("not there")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("not closed"));
    assertThat(open).isEmpty();
  }

  private final class Source implements DataSource {
    @Override
    public DataFacts facts() {
      return new DataFacts(
          2, Map.of(Split.TRAIN, 1L, Split.VALIDATION, 1L, Split.TEST, 1L), new Shape(1, 1, 1));
    }

    @Override
    public Dataset open(Split split) throws IOException {
      if (missing.equals(Optional.of(split))) {
        throw new IOException("not there");
      }
      open.add(split);
      return new Dataset() {
        @Override
        public int size() {
          return 1;
        }

        @Override
        public int label(int index) {
          return 0;
        }

        @Override
        public Image read(int index) throws IOException {
          throw new IOException("no pixels");
        }

        @Override
        public void close() {
          open.remove(split);
          if (failing.equals(Optional.of(split))) {
            throw new IllegalStateException("not closed");
          }
        }
      };
    }
  }
}
