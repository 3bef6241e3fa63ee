package io.bagoftricks.engine.toys;

/** Sources of small plugins, for tests to compile. */
public final class PluginSources {
  private PluginSources() {}

  /**
   * A provider {@code plug.NAME} of a trick with one hook.
   *
   * @param members more members of the provider
   * @param hook the trick's interfaces
   * @param body the trick's methods
   */
  public static String provider(String id, String name, String members, String hook, String body) {
    return """
        @TrickCard(id = "%s", family = Family.LOSS, summary = "A trick of a plugin.")
        public class %s implements TrickProvider<%s.Config> {
          public record Config(double amount) {
            public Config {
              if (!(amount >= 0)) throw new IllegalArgumentException("amount is " + amount + ", but must be at least 0");
            }
          }
          public static final class Hook implements %s {
            @jakarta.inject.Inject public Hook() {}
            %s
          }
          %s
          public Class<? extends Trick> trick() { return Hook.class; }
          public Config defaults() { return new Config(0.5); }
        }
        """
        .formatted(id, name, name, hook, body, members);
  }

  /** A provider without faults. */
  public static String good(String id, String name) {
    return provider(
        id,
        name,
        "",
        "LossHook",
        "@Uses(reads = Slot.TARGET) public void onLoss(LossDraft loss) {}");
  }
}
