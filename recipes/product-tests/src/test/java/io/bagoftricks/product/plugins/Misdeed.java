package io.bagoftricks.product.plugins;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One way to misbehave, and what must be said of it.
 *
 * @param id of the trick
 * @param hooks the interfaces that it implements
 * @param body its members
 * @param said on the console, each part in this order
 * @param settings of the recipe, {@code training.strict=true}
 */
record Misdeed(String id, String hooks, String body, List<String> said, List<String> settings) {
  static Misdeed of(String id, String hooks, String body, String... said) {
    return new Misdeed(id, hooks, body, List.of(said), List.of());
  }

  Misdeed with(String... more) {
    return new Misdeed(id, hooks, body, said, List.of(more));
  }

  /** The provider's simple class name: {@code WritesInputs}. */
  String className() {
    return Arrays.stream(id.split("-"))
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The provider and its trick in source. */
  String source() {
    return """
    @TrickCard(id = "%s", family = Family.LOSS, summary = "Misbehaves.")
    public class %s implements TrickProvider<%s.Config> {
      public record Config() {}
      public static final class Hook implements %s {
        private final TrickState state;
        @jakarta.inject.Inject public Hook(TrickState state) { this.state = state; }
        %s
      }
      public Class<? extends Trick> trick() { return Hook.class; }
      public Config defaults() { return new Config(); }
    }
    """
        .formatted(id, className(), className(), hooks, body);
  }

  @Override
  public String toString() {
    return id;
  }
}
