package io.bagoftricks.engine.plugin;

import static io.bagoftricks.engine.toys.PluginSources.good;
import static io.bagoftricks.engine.toys.PluginSources.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bagoftricks.engine.internal.problem.ProblemReport;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.toys.PluginFolder;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mistakes in plugins of a folder, as real jars: each is reported with exactly the text of {@code
 * mistakes/NAME.txt}, and the good plugin beside it works.
 */
final class PluginMistakesTest {
  private static final String HOOK = "LossHook";
  private static final String BODY = "public void onLoss(LossDraft loss) {}";

  private static final int JAVA = Runtime.version().feature();

  @TempDir Path root;
  private Path plugins;
  private int scratch;

  @BeforeEach
  void putAGoodPluginThere() throws IOException {
    plugins = root.resolve("plugins");
    plugin()
        .source("plug.Good", good("good", "Good"))
        .service("plug.Good")
        .compile()
        .pack(jar("good"));
  }

  @Test
  void missingClass() throws IOException {
    plugin().service("plug.Gone").pack(jar("bad"));
    expect("missing-class");
  }

  @Test
  void noProvider() throws IOException {
    one("public class Bad {}");
    expect("no-provider");
  }

  @Test
  void noConstructor() throws IOException {
    one(provider("bad", "Bad", "public Bad(int x) {}", HOOK, BODY));
    expect("no-constructor");
  }

  @Test
  void failingConstructor() throws IOException {
    one(
        provider(
            "bad", "Bad", "public Bad() { throw new IllegalStateException(\"no\"); }", HOOK, BODY));
    expect("failing-constructor");
  }

  @Test
  void failingInitializer() throws IOException {
    one(provider("bad", "Bad", "static int x = Integer.parseInt(\"y\");", HOOK, BODY));
    expect("failing-initializer");
  }

  @Test
  void noCard() throws IOException {
    one(provider("bad", "Bad", "", HOOK, BODY).replaceFirst("@TrickCard.*\n", ""));
    expect("no-card");
  }

  @Test
  void idInCapitals() throws IOException {
    one(provider("BadOne", "Bad", "", HOOK, BODY));
    expect("id-in-capitals");
  }

  @Test
  void settingOfTheEngine() throws IOException {
    one(
        provider("bad", "Bad", "", HOOK, BODY)
            .replace("record Config(double amount)", "record Config(double amount, int every)")
            .replace("new Config(0.5)", "new Config(0.5, 1)"));
    expect("setting-of-the-engine");
  }

  @Test
  void noHook() throws IOException {
    one(provider("bad", "Bad", "", "Trick", ""));
    expect("no-hook");
  }

  @Test
  void foreignSlot() throws IOException {
    one(provider("bad", "Bad", "", HOOK, "@Uses(changes = Slot.WEIGHTS) " + BODY));
    expect("foreign-slot");
  }

  @Test
  void defaultsOutOfRange() throws IOException {
    one(provider("bad", "Bad", "", HOOK, BODY).replace("new Config(0.5)", "new Config(-1)"));
    expect("defaults-out-of-range");
  }

  @Test
  void constantOfANewerApi() throws IOException {
    plugin()
        .source("io.bagoftricks.api.Family", "public enum Family { LOSS, NEWER }")
        .source(
            "plug.Bad",
            provider("bad", "Bad", "", HOOK, BODY).replace("Family.LOSS", "Family.NEWER"))
        .service("plug.Bad")
        .compile()
        .delete("io.bagoftricks.api.Family")
        .pack(jar("bad"));
    expect("constant-of-a-newer-api");
  }

  @Test
  void hookOfANewerApi() throws IOException {
    plugin()
        .source("io.bagoftricks.api.NewerHook", "public interface NewerHook extends Trick {}")
        .source("plug.Bad", provider("bad", "Bad", "", HOOK + ", NewerHook", BODY))
        .service("plug.Bad")
        .compile()
        .delete("io.bagoftricks.api.NewerHook")
        .pack(jar("bad"));
    expect("hook-of-a-newer-api");
  }

  @Test
  void missingLibrary() throws IOException {
    plugin()
        .source("lib.Base", "public class Base {}")
        .source(
            "plug.Bad",
            provider("bad", "Bad", "", HOOK, BODY)
                .replace("class Bad", "class Bad extends lib.Base"))
        .service("plug.Bad")
        .compile()
        .delete("lib.Base")
        .pack(jar("bad"));
    expect("missing-library");
  }

  @Test
  void classOfTheEngine() throws IOException {
    plugin()
        .source("io.bagoftricks.engine.Base", "public class Base {}")
        .source(
            "plug.Bad",
            provider("bad", "Bad", "", HOOK, BODY)
                .replace("class Bad", "class Bad extends io.bagoftricks.engine.Base"))
        .service("plug.Bad")
        .compile()
        .delete("io.bagoftricks.engine.Base")
        .pack(jar("bad"));
    expect("class-of-the-engine");
  }

  @Test
  void newerJava() throws IOException {
    PluginFolder plugin =
        plugin()
            .source("plug.Bad", provider("bad", "Bad", "", HOOK, BODY))
            .service("plug.Bad")
            .compile();
    byte[] bytes = Files.readAllBytes(plugin.classFile("plug.Bad"));
    bytes[7] = 99;
    Files.write(plugin.classFile("plug.Bad"), bytes);
    plugin.pack(jar("bad"));
    expect("newer-java");
  }

  @Test
  void oneIdTwice() throws IOException {
    plugin().source("plug.One", good("same", "One")).service("plug.One").compile().pack(jar("one"));
    // The same class in another plugin, which lies in a folder of its own.
    plugin()
        .source("plug.One", good("same", "One"))
        .service("plug.One")
        .compile()
        .pack(plugins.resolve("two").resolve("one.jar"));
    expect("one-id-twice");
  }

  @Test
  void noJar() throws IOException {
    Files.writeString(jar("bad"), "<html>404 Not Found</html>");
    expect("no-jar");
  }

  @Test
  void jarWithoutTricks() throws IOException {
    plugin().source("lib.Helper", "public class Helper {}").compile().pack(jar("bad"));
    Files.createDirectories(plugins.resolve("empty"));
    expect("jar-without-tricks");
  }

  @Test
  void servicesFileThatIsNone() throws IOException {
    plugin().service("plug.Lost", "this is not a name").pack(jar("bad"));
    expect("services-file-that-is-none");
  }

  @Test
  void folderWithoutPlugins() throws IOException {
    Path empty = Files.createDirectories(root.resolve("empty"));
    assertThat(report(Plugins.load(loader(), List.of(empty)).problems()))
        .isEqualTo(golden("folder-without-plugins"));
  }

  @Test
  void noFolder() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> Plugins.load(loader(), List.of(plugins, root.resolve("plugin"))));
    assertThat(report(refused.problems())).isEqualTo(golden("no-folder"));
  }

  @Test
  void projectOfMaven() throws IOException {
    Path project = Files.createDirectories(root.resolve("my-trick"));
    Path built = Files.createDirectories(project.resolve("target"));
    Files.createDirectories(built.resolve("classes"));
    plugin().pack(built.resolve("my-trick-1.0.jar"));
    Files.writeString(project.resolve("pom.xml"), "");
    List<Problem> problems = new ArrayList<>();
    for (Path folder : List.of(project, built)) {
      ProblemException refused =
          catchThrowableOfType(
              ProblemException.class, () -> Plugins.load(loader(), List.of(folder)));
      problems.addAll(refused.problems());
    }
    assertThat(report(problems)).isEqualTo(golden("project-of-maven"));
    assertThat(Plugins.load(loader(), List.of(Files.createDirectories(project.resolve("plugins")))))
        .isNotNull();
  }

  @Test
  void methodThatIsNotThere() throws IOException {
    PluginFolder plugin =
        plugin()
            .source(
                "io.bagoftricks.api.NetworkDraft", "public interface NetworkDraft { void fly(); }")
            .source(
                "plug.Bad",
                provider(
                    "bad",
                    "Bad",
                    "",
                    "InitHook",
                    "public void onInit(NetworkDraft n) { n.fly(); }"))
            .service("plug.Bad")
            .compile()
            .delete("io.bagoftricks.api.NetworkDraft");
    plugin.pack(jar("bad"));
    expectFailure("method-that-is-not-there");
  }

  @Test
  void failingSetup() throws IOException {
    one(
        provider(
            "bad",
            "Bad",
            "",
            "InitHook",
            "public void onInit(NetworkDraft n) { throw new IllegalStateException(\"no\"); }"));
    expectFailure("failing-setup");
  }

  @Test
  void noInjectableConstructor() throws IOException {
    one(provider("bad", "Bad", "", HOOK, BODY).replace("@jakarta.inject.Inject", ""));
    expect("no-injectable-constructor");
  }

  @Test
  void constructorThatTakesWhatThereIsNot() throws IOException {
    one(
        provider("bad", "Bad", "", HOOK, BODY)
            .replace("public Hook()", "public Hook(Config config, String name, TrickState state)"));
    expect("constructor-that-takes-what-there-is-not");
  }

  @Test
  void innerClass() throws IOException {
    one(
        provider("bad", "Bad", "", HOOK, BODY)
            .replace("static final class Hook", "final class Hook"));
    expect("inner-class");
  }

  @Test
  void settingOfNoType() throws IOException {
    one(
        provider("bad", "Bad", "", HOOK, BODY)
            .replace("record Config(double amount)", "record Config(double amount, float[] values)")
            .replace("new Config(0.5)", "new Config(0.5, new float[0])"));
    expect("setting-of-no-type");
  }

  @Test
  void settingWithoutADefault() throws IOException {
    one(
        provider("bad", "Bad", "", HOOK, BODY)
            .replace("record Config(double amount)", "record Config(double amount, String name)")
            .replace("new Config(0.5)", "new Config(0.5, null)"));
    expect("setting-without-a-default");
  }

  @Test
  void nestedProviderWithADot() throws IOException {
    plugin()
        .source(
            "plug.Outer",
            "public class Outer {\n"
                + provider("bad", "Bad", "", HOOK, BODY)
                    .replace("public final class Bad", "public static final class Bad")
                + "}")
        .service("plug.Outer.Bad")
        .compile()
        .pack(jar("bad"));
    expect("nested-provider-with-a-dot");
  }

  @Test
  void stageOfAnotherHook() throws IOException {
    one(
        provider(
            "bad", "Bad", "", HOOK, "@Uses(changes = Slot.TARGET, stage = Stage.CROP) " + BODY));
    expect("stage-of-another-hook");
  }

  @Test
  void slipInACard() throws IOException {
    one(
        provider("other", "Bad", "", HOOK, BODY)
            .replace("summary =", "after = {\"goood\", \"not-installed\"}, summary ="));
    assertThat(report(found().problems())).isEqualTo(golden("slip-in-a-card"));
    assertThat(found().tricks().ids()).containsExactly("good", "other");
  }

  @Test
  void fileInsteadOfAFolder() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> Plugins.load(loader(), List.of(jar("good"))));
    assertThat(report(refused.problems())).isEqualTo(golden("file-instead-of-a-folder"));
  }

  /** Of the first the card can be read, of the second nothing can. */
  @Test
  void theReasonIsKeptForTheRecipe() throws IOException {
    plugin()
        .source("plug.Bad", provider("bad", "Bad", "public Bad(int x) {}", HOOK, BODY))
        .service("plug.Bad", "plug.Gone")
        .compile()
        .pack(jar("bad"));
    assertThat(found().tricks().skipped("bad"))
        .hasValueSatisfying(
            why ->
                assertThat(inPlugins(why))
                    .isEqualTo(
                        "plug.Bad (plugins/bad.jar) is listed as a trick but has no public"
                            + " no-argument constructor."));
    assertThat(found().tricks().skipped("good")).isEmpty();
    assertThat(found().tricks().skipped("gone")).isEmpty();
  }

  private PluginFolder plugin() throws IOException {
    return new PluginFolder(root.resolve("scratch" + scratch++));
  }

  private void one(String source) throws IOException {
    plugin().source("plug.Bad", source).service("plug.Bad").compile().pack(jar("bad"));
  }

  private Path jar(String name) throws IOException {
    return Files.createDirectories(plugins).resolve(name + ".jar");
  }

  private Plugins found() {
    return Plugins.load(loader(), List.of(plugins));
  }

  private static ClassLoader loader() {
    return PluginMistakesTest.class.getClassLoader();
  }

  private void expect(String name) {
    Plugins found = found();
    assertThat(report(found.problems())).isEqualTo(golden(name));
    assertThat(found.tricks().ids()).containsExactly("good");
  }

  /** The plugin is found, and fails when its setup hook is called. */
  private void expectFailure(String name) {
    TrickRegistry registry = found().tricks();
    TrickException failed =
        catchThrowableOfType(
            TrickException.class,
            () ->
                new RunPlanner(registry)
                    .plan(ToyRecipes.small(List.of(ToyRecipes.entry(registry, "bad")))));
    assertThat(inPlugins(String.valueOf(failed.getMessage())) + "\n").isEqualTo(golden(name));
  }

  private String report(List<Problem> problems) {
    return inPlugins(ProblemReport.of(problems).toString());
  }

  /** As if the folder of plugins lay in the working directory. */
  private String inPlugins(String text) {
    return text.replace(root + "/", "")
        .replace("Java " + JAVA, "Java 17")
        .replace("--release " + JAVA, "--release 17");
  }

  private static String golden(String name) {
    try (InputStream text =
        Objects.requireNonNull(
            PluginMistakesTest.class.getResourceAsStream("mistakes/" + name + ".txt"), name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
