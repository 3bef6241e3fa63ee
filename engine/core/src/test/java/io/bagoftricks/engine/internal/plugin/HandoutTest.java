package io.bagoftricks.engine.internal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.ParameterView;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
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
      assertThat(view).isNotEqualTo(target).isNotEqualTo(other);
    }
  }

  /** Hands out views of its own. */
  private interface Whole {
    List<ParameterView> parts();
  }

  /** Or a plugin could keep a view of a parameter, and read it in a later step. */
  @Test
  void viewsEndWithWhatHandsThemOut() {
    ParameterView part =
        (ParameterView)
            Proxy.newProxyInstance(
                ParameterView.class.getClassLoader(),
                new Class<?>[] {ParameterView.class},
                (proxy, method, arguments) -> 0.5);
    List<String> told = new ArrayList<>();
    Handout<Whole> handout = new Handout<>(Whole.class, () -> List.of(part), told::add);
    ParameterView kept = handout.view().parts().get(0);
    assertThat(kept.weightNorm()).isEqualTo(0.5);

    handout.close();

    assertThatThrownBy(kept::weightNorm).isInstanceOf(IllegalStateException.class);
    assertThat(told).singleElement().asString().contains("after the call had returned");
  }
}
