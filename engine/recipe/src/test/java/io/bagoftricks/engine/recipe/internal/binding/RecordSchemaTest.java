package io.bagoftricks.engine.recipe.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordSchemaTest {
  record Chain(Optional<Chain> next) {
    public static Chain defaults() {
      return new Chain(Optional.empty());
    }
  }

  record Tree(int leaves, Branches branches) {
    public static Tree defaults() {
      return new Tree(1, Branches.defaults());
    }
  }

  record Branches(List<Tree> trees) {
    public static Branches defaults() {
      return new Branches(List.of());
    }
  }

  record Pair(Size first, Size second) {}

  record Size(int value) {
    public static Size defaults() {
      return new Size(1);
    }
  }

  @ParameterizedTest
  @ValueSource(classes = {Chain.class, Tree.class, Branches.class})
  void refusesARecordThatHoldsItself(Class<? extends Record> type) {
    assertThatThrownBy(() -> RecordSchema.of(type))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(type.getName() + ".")
        .hasMessageEndingWith(
            "a setting cannot hold a value of the type %s that it is in; settings have as many levels as their types"
                .formatted(type.getName()));
  }

  @Test
  void aRecordMayBeInAnotherTwice() {
    assertThat(RecordSchema.of(Pair.class).keys()).containsExactly("first", "second");
  }
}
