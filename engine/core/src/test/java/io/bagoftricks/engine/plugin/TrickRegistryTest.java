package io.bagoftricks.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Family;
import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.SlotUses.Access;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.Problem.Severity;
import io.bagoftricks.engine.toys.PluginFolder;
import io.bagoftricks.engine.toys.ToyProvider;
import io.bagoftricks.engine.toys.ToyTricks;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrickRegistryTest {
  private static final String CARD =
      "@TrickCard(id = \"%s\", family = Family.LOSS, summary = \"A toy.\")\n";
  private static final String GOOD =
      CARD.formatted("good")
          + """
          public final class Good implements TrickProvider<Good.Config> {
            public record Config(double amount) {}
            public static final class Hook implements LossHook {
              @jakarta.inject.Inject public Hook() {}
              public void onLoss(LossDraft loss) {}
            }
            public Class<? extends Trick> trick() { return Hook.class; }
            public Config defaults() { return new Config(0.5); }
          }
          """;

  @TempDir Path folder;

  @Test
  void findsWhatServicesFilesList() throws IOException {
    Plugins found = load(plugin().source("plug.Good", GOOD).service("plug.Good"));
    assertThat(found.problems()).isEmpty();
    assertThat(found.tricks().ids()).containsExactly("good");
    assertThat(found.tricks().find("good").orElseThrow().origin()).isEqualTo("extra.jar");
    assertThat(found.tricks().defaultsOf("good").orElseThrow()).hasToString("Config[amount=0.5]");
    assertThat(found.tricks().find("better")).isEmpty();
  }

  @Test
  void isolatesAMissingClass() throws IOException {
    assertSkipped(
        plugin().service("plug.Gone"),
        "plug.Gone (extra.jar) is listed as a trick but its class is not there. It is skipped.");
  }

  @Test
  void isolatesAClassThatIsNoProvider() throws IOException {
    assertSkipped(
        plugin().source("plug.Odd", "public class Odd {}").service("plug.Odd"),
        "plug.Odd (extra.jar) is listed as a trick but does not implement TrickProvider. It is"
            + " skipped.");
  }

  @Test
  void isolatesAMissingConstructor() throws IOException {
    assertSkipped(
        plugin().source("plug.Odd", provider("odd", "Odd", "private Odd() {}")).service("plug.Odd"),
        "plug.Odd (extra.jar) is listed as a trick but has no public no-argument constructor. It"
            + " is skipped.");
  }

  @Test
  void isolatesAFailingConstructor() throws IOException {
    assertSkipped(
        plugin()
            .source(
                "plug.Odd",
                provider("odd", "Odd", "public Odd() { throw new IllegalStateException(\"no\"); }"))
            .service("plug.Odd"),
        "plug.Odd (extra.jar) is listed as a trick but its constructor failed:"
            + " java.lang.IllegalStateException: no. It is skipped.");
  }

  @Test
  void isolatesAFailingStaticInitializer() throws IOException {
    assertSkipped(
        plugin()
            .source("plug.Odd", provider("odd", "Odd", "static int x = Integer.parseInt(\"y\");"))
            .service("plug.Odd"),
        "plug.Odd (extra.jar)",
        "its static initializer failed: java.lang.NumberFormatException");
  }

  @Test
  void isolatesAMissingSuperclass() throws IOException {
    assertSkippedAfter(
        plugin()
            .source("plug.Base", "public class Base {}")
            .source(
                "plug.Odd",
                provider("odd", "Odd", "").replace("class Odd", "class Odd extends Base"))
            .service("plug.Odd"),
        "plug.Base",
        "plug.Odd (extra.jar)",
        "needs the class plug.Base, which is not there");
  }

  @Test
  void isolatesAMissingCard() throws IOException {
    assertSkipped(
        plugin()
            .source("plug.Odd", provider("odd", "Odd", "").replaceFirst("@TrickCard.*\n", ""))
            .service("plug.Odd"),
        "plug.Odd (extra.jar) is listed as a trick but has no @TrickCard. It is skipped.");
  }

  @Test
  void isolatesAnIdThatIsNotKebabCase() throws IOException {
    assertSkipped(
        plugin().source("plug.Odd", provider("OddOne", "Odd", "")).service("plug.Odd"),
        "calls its trick 'OddOne', which is not kebab-case");
  }

  @Test
  void isolatesAConstantOfANewerApi() throws IOException {
    PluginFolder plugin =
        plugin()
            .source("io.bagoftricks.api.Family", "public enum Family { LOSS, NEWER }")
            .source("plug.Odd", provider("odd", "Odd", "").replace("Family.LOSS", "Family.NEWER"))
            .source("plug.Good", GOOD)
            .service("plug.Odd", "plug.Good")
            .compile()
            .delete("io.bagoftricks.api.Family");
    try (URLClassLoader loader = plugin.open("extra.jar")) {
      Plugins found = Plugins.load(loader);
      assertThat(found.tricks().ids()).containsExactly("good");
      assertThat(found.problems())
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains("plug.Odd (extra.jar)", "EnumConstantNotPresentException", "NEWER");
    }
  }

  @Test
  void isolatesDefaultsThatAreNull() throws IOException {
    assertSkipped(
        plugin()
            .source(
                "plug.Odd",
                provider("odd", "Odd", "").replace("return new Config()", "return null"))
            .service("plug.Odd"),
        "plug.Odd (extra.jar)",
        "defaults() returns null, but must return a record");
  }

  @Test
  void isolatesDefaultsThatAreNoRecord() throws IOException {
    String raw =
        CARD.formatted("odd")
            + """
            @SuppressWarnings({"rawtypes", "unchecked"})
            public class Odd implements TrickProvider {
              public Class trick() { return String.class; }
              public Record defaults() { return null; }
            }
            """;
    assertSkipped(
        plugin().source("plug.Odd", raw).service("plug.Odd"),
        "names java.lang.String as its trick, which is not a concrete class with hooks");
  }

  @Test
  void isolatesSettingsWithReservedNames() throws IOException {
    assertSkipped(
        plugin()
            .source(
                "plug.Odd",
                provider("odd", "Odd", "")
                    .replace("record Config()", "record Config(int every)")
                    .replace("new Config()", "new Config(1)"))
            .service("plug.Odd"),
        "has a setting 'every', but the keys [trick, id, enabled, from, until, every, after,"
            + " oneOf, oneOfWeight, mayHaveNoEffect] belong to the engine");
  }

  @Test
  void isolatesTricksWithoutAHook() throws IOException {
    assertSkipped(
        plugin()
            .source(
                "plug.Odd",
                provider("odd", "Odd", "")
                    .replace("implements LossHook", "implements StepHook")
                    .replace("onLoss(LossDraft loss)", "onSomething()"))
            .service("plug.Odd"),
        "plug.Odd$Hook as its trick, which overrides no hook method");
  }

  @Test
  void isolatesWritesThatTheHookDoesNotOffer() throws IOException {
    assertSkipped(
        plugin()
            .source(
                "plug.Odd",
                provider("odd", "Odd", "")
                    .replace(
                        "public void onLoss", "@Uses(changes = Slot.STRUCTURE) public void onLoss"))
            .service("plug.Odd"),
        "declares to write [STRUCTURE] in onLoss");
  }

  @Test
  void survivesAServicesFileThatIsNone() throws IOException {
    Path services = folder.resolve("loose/META-INF/services/" + TrickProvider.class.getName());
    Files.createDirectories(services.getParent());
    Files.writeString(services, "this is not a name");
    URL[] urls = {folder.resolve("loose").toUri().toURL()};
    PluginFolder plugin = plugin().source("plug.Good", GOOD).service("plug.Good").compile();
    try (URLClassLoader good = plugin.open("extra.jar");
        URLClassLoader loose = new URLClassLoader(urls, good)) {
      Plugins found = Plugins.load(loose);
      assertThat(found.tricks().ids()).containsExactly("good");
      assertThat(found.problems())
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .contains("Illegal configuration-file syntax");
    }
  }

  @Test
  void refusesBothOfTwoTricksWithOneId() throws IOException {
    PluginFolder plugin =
        plugin()
            .source("plug.One", provider("same", "One", ""))
            .source("plug.Two", provider("same", "Two", ""))
            .source("plug.Good", GOOD)
            .service("plug.One", "plug.Two", "plug.Good");
    Plugins found = load(plugin);
    assertThat(found.tricks().ids()).containsExactly("good");
    assertThat(found.problems())
        .containsExactly(
            Problem.error(
                "plugin/duplicate-id",
                "",
                "Two tricks call themselves 'same': plug.One (extra.jar) and plug.Two (extra.jar)."
                    + " None is used; remove all but one."));
  }

  @Test
  @SuppressWarnings("rawtypes") // as ServiceLoader gives them
  void givesUpOnASearchThatKeepsFailing() throws IOException {
    Iterator<ServiceLoader.Provider<TrickProvider>> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            throw new ServiceConfigurationError("again");
          }

          @Override
          public ServiceLoader.Provider<TrickProvider> next() {
            throw new IllegalStateException();
          }
        };
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(
              new ProviderScan<>(
                      PluginKind.TRICK,
                      new ServiceListing(empty, PluginKind.TRICK.services(), URL::toString),
                      endless,
                      new RunningCalls())
                  .problems())
          .extracting(Problem::id)
          .containsExactly("plugin/cannot-load", "plugin/cannot-list");
    }
  }

  @Test
  void namesTheFolderOfAPluginThatIsNoJar() throws IOException {
    PluginFolder plugin = plugin().service("plug.Gone");
    try (URLClassLoader jar = plugin.open("extra.jar")) {
      Path services = folder.resolve("loose/META-INF/services/" + TrickProvider.class.getName());
      Files.createDirectories(services.getParent());
      Files.writeString(services, "plug.Lost # a comment\n");
      URL[] urls = {folder.resolve("loose").toUri().toURL()};
      try (URLClassLoader loose = new URLClassLoader(urls, jar)) {
        assertThat(Plugins.load(loose).problems())
            .extracting(Problem::message)
            .anyMatch(m -> m.startsWith("plug.Gone (extra.jar)"))
            .anyMatch(m -> m.startsWith("plug.Lost (") && m.contains("/loose/)"));
      }
    }
  }

  @Test
  void takesAMethodWithoutDeclarationToChangeEverything() {
    TrickRegistry registry = TrickRegistry.of(ToyTricks.all());
    TrickDescriptor average = registry.find("average").orElseThrow();
    assertThat(average.hooks()).containsOnlyKeys(HookPoint.ON_LOSS, HookPoint.AFTER_STEP);
    assertThat(average.hooks().get(HookPoint.ON_LOSS))
        .isEqualTo(
            new SlotUses(
                Set.of(),
                Set.of(),
                Set.of(Slot.TARGET, Slot.HARD_LOSS, Slot.LOSS_TERMS, Slot.LOSS_SCALE),
                Set.of(),
                Stage.NONE));
    assertThat(average.hooks().get(HookPoint.AFTER_STEP))
        .satisfies(uses -> assertThat(uses.accessTo(Slot.WEIGHTS)).hasValue(Access.READS))
        .satisfies(uses -> assertThat(uses.written()).isEmpty());
  }

  @Test
  void offersEachSlotToTheMethodThatCanWriteIt() {
    assertThat(HookPoint.ON_STEP.slots())
        .containsExactly(Slot.GRADIENTS, Slot.STEP_RATE, Slot.DECISION);
    assertThat(HookPoint.AFTER_STEP.slots()).containsExactly(Slot.WEIGHTS);
    assertThat(HookPoint.ON_BATCH.slots()).containsExactly(Slot.INPUT, Slot.TARGET);
  }

  @Test
  void refusesBrokenProvidersThatAreHandedOver() {
    assertThatThrownBy(() -> TrickRegistry.of(List.of(new CardlessProvider())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CardlessProvider has no @TrickCard");
    assertThat(TrickRegistry.of(List.of(new FirstProvider())).ids()).containsExactly("first");
  }

  private static final class CardlessProvider extends ToyProvider<ToyTricks.None> {
    CardlessProvider() {
      super(new ToyTricks.BlendProvider().trick(), new ToyTricks.None());
    }
  }

  @TrickCard(id = "first", family = Family.DATA, summary = "A toy.")
  private static final class FirstProvider extends ToyProvider<ToyTricks.None> {
    FirstProvider() {
      super(new ToyTricks.BlendProvider().trick(), new ToyTricks.None());
    }
  }

  private PluginFolder plugin() throws IOException {
    return new PluginFolder(folder);
  }

  private static Plugins load(PluginFolder plugin) throws IOException {
    try (URLClassLoader loader = plugin.compile().open("extra.jar")) {
      return Plugins.load(loader);
    }
  }

  private static void assertSkipped(PluginFolder plugin, String... words) throws IOException {
    assertSkippedAfter(plugin, "", words);
  }

  /** Deletes a class, loads, and expects one warning and one good neighbor. */
  private static void assertSkippedAfter(PluginFolder plugin, String deleted, String... words)
      throws IOException {
    plugin.source("plug.Good", GOOD).service("plug.Good").compile();
    if (!deleted.isEmpty()) {
      plugin.delete(deleted);
    }
    try (URLClassLoader loader = plugin.open("extra.jar")) {
      Plugins found = Plugins.load(loader);
      assertThat(found.problems()).hasSize(1);
      Problem problem = found.problems().get(0);
      assertThat(problem.severity()).isEqualTo(Severity.WARNING);
      assertThat(problem.id()).isEqualTo("plugin/cannot-load");
      assertThat(problem.message()).contains(words);
      assertThat(found.tricks().ids()).containsExactly("good");
    }
  }

  private static String provider(String id, String name, String members) {
    return CARD.formatted(id)
        + """
        public class %s implements TrickProvider<%s.Config> {
          public record Config() {}
          public static final class Hook implements LossHook {
            @jakarta.inject.Inject public Hook() {}
            public void onLoss(LossDraft loss) {}
          }
          %s
          public Class<? extends Trick> trick() { return Hook.class; }
          public Config defaults() { return new Config(); }
        }
        """
            .formatted(name, name, members);
  }
}
