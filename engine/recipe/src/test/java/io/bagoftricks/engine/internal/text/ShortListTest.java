package io.bagoftricks.engine.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShortListTest {
  @Test
  void aListThatFitsIsWhole() {
    assertThat(ShortList.of(List.of(), ", ", 2)).isEmpty();
    assertThat(ShortList.of(List.of("rose", "tulip"), "; ", 2)).isEqualTo("rose; tulip");
  }

  @Test
  void theEndOfALongerOneIsCounted() {
    assertThat(ShortList.of(List.of("daisy", "rose", "tulip"), ", ", 2))
        .isEqualTo("daisy, rose and 1 more");
    assertThat(ShortList.of(List.of("daisy", "rose", "tulip"), "; ", 1))
        .isEqualTo("daisy and 2 more");
  }
}
