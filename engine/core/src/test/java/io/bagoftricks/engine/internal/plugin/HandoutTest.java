package io.bagoftricks.engine.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HandoutTest {
  /** Plugins look for what they were handed in lists, and keep it in maps. */
  @Test
  void aViewIsEqualToItselfAlone() {
    Runnable target = () -> {};
    try (Handout<Runnable> handout = new Handout<>(Runnable.class, target, what -> {})) {
      Runnable view = handout.view();
      Runnable other = handout.view();

      assertThat(List.of(other, view).indexOf(view)).isEqualTo(1);
      assertThat(view).isNotEqualTo(target).hasSameHashCodeAs(view);
    }
  }
}
