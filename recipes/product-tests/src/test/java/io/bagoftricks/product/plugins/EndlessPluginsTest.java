package io.bagoftricks.product.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bagoftricks.engine.cli.Main;
import io.bagoftricks.product.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process ends, with the right code, whatever a plugin does to prevent it or to hasten it. */
final class EndlessPluginsTest {
  private static final String SECOND =
      "public void onStep(Step s) { if (s.moment().step() == 1) { %s } }";
  private static final Misdeed EXITS =
      Misdeed.of("calls-exit", "StepHook", SECOND.formatted("System.exit(0);"));
  private static final Misdeed LEAVES =
      Misdeed.of(
          "leaves-a-thread",
          "StepHook",
          SECOND.formatted(
              "new Thread(() -> { while (true) { try { Thread.sleep(1000); } catch"
                  + " (InterruptedException e) { } } }, \"left\").start(); throw new"
                  + " Error(\"no\");"));
  private static final Misdeed LOOPS =
      Misdeed.of(
          "loops",
          "StepHook",
          SECOND.formatted(
              "while (true) { java.util.concurrent.locks.LockSupport.parkNanos(50_000_000L); }"));
  private static final Misdeed LOOPS_ON_IMAGES =
      Misdeed.of(
          "loops-on-images",
          "SampleHook",
          "public void onSample(Sample s) { while (s.moment().step() == 2) { try {"
              + " Thread.sleep(100); } catch (InterruptedException e) { } } }");
  private static final Misdeed HOLDS =
      Misdeed.of(
          "holds-the-process",
          "StepHook",
          SECOND.formatted(
              "Runtime.getRuntime().addShutdownHook(new Thread(() -> { while (true) { try {"
                  + " Thread.sleep(1000); } catch (InterruptedException e) { } } },"
                  + " \"holder\"));"));

  private static final Misdeed FAILS_ASIDE =
      Misdeed.of(
          "fails-aside",
          "StepHook",
          SECOND.formatted(
              "Thread t = new Thread(() -> { throw new IllegalStateException(\"no\"); }, \"aside\");"
                  + " t.start(); try { t.join(); } catch (InterruptedException e) { }"));

  private static final Map<Misdeed, Process> RUNS = new HashMap<>();

  @TempDir static Path root;
  private static Path recipe;
  private static Process signalled;

  /** Most wait for most of their time: all at once take as long as the slowest. */
  @BeforeAll
  static void startAll() throws IOException {
    PluginJar jar = new PluginJar(root.resolve("sources"));
    for (Misdeed misdeed : List.of(EXITS, LEAVES, LOOPS, LOOPS_ON_IMAGES, HOLDS, FAILS_ASIDE)) {
      jar.provider(misdeed.className(), misdeed.source());
    }
    jar.pack(root.resolve("plugins/bad.jar"));
    recipe = TinyRecipe.write(root);
    for (Misdeed misdeed : List.of(HOLDS, LOOPS, LOOPS_ON_IMAGES, EXITS, LEAVES, FAILS_ASIDE)) {
      String limit = List.of(LOOPS, LOOPS_ON_IMAGES).contains(misdeed) ? "5" : "600";
      RUNS.put(misdeed, start(misdeed, limit, root.resolve("runs").resolve(misdeed.id())));
    }
    signalled = start(LOOPS, "300", signalledRun());
  }

  @AfterAll
  static void endAll() {
    RUNS.values().forEach(Process::destroyForcibly);
    signalled.destroyForcibly();
  }

  @Test
  void exitInATrickIsNoSuccess() throws Exception {
    assertThat(end(of(EXITS))).isEqualTo(1);
    assertThat(console(EXITS))
        .contains(
            "[plugin/exit] 'calls-exit' in onStep at epoch 1, step 2 called System.exit",
            "The checkpoint step-00000001 is whole",
            "tricks train --resume "
                + root.resolve("runs").resolve(EXITS.id())
                + " --plugins "
                + root.resolve("plugins"));
  }

  @Test
  void aThreadThatIsLeftDoesNotHoldTheProcess() throws Exception {
    assertThat(end(of(LEAVES))).isEqualTo(1);
    assertThat(console(LEAVES))
        .contains(
            "'leaves-a-thread' failed in onStep at epoch 1, step 2: java.lang.Error: no",
            "warning: thread 'left' of plugin " + root.resolve("plugins/bad.jar"));
  }

  @Test
  void aHookThatDoesNotReturnIsNamedAndGivenUp() throws Exception {
    assertThat(end(of(LOOPS))).isEqualTo(1);
    assertThat(console(LOOPS))
        .containsPattern(
            "(?s)warning: 'loops' in onStep at epoch 1, step 2 has not returned for"
                + ".*\\[plugin/no-end\\] 'loops' in onStep at epoch 1, step 2 has not returned for"
                + " [5-9] s.*The checkpoint step-00000001 is whole");
    assertThat(root.resolve("runs/loops/failure.txt")).content().contains("plug.Loops$Hook.onStep");
  }

  @Test
  void aLoaderThreadThatDoesNotReturnIsNamedAndGivenUp() throws Exception {
    assertThat(end(of(LOOPS_ON_IMAGES))).isEqualTo(1);
    assertThat(console(LOOPS_ON_IMAGES))
        .contains("[plugin/no-end] 'loops-on-images' in onSample at epoch 1, step 3, image ");
  }

  /** {@code HookWatchdogTest} has others. */
  @Test
  void aLimitThatIsNoneIsRefused() throws Exception {
    Path other = root.resolve("runs/limit");
    assertThat(end(start(LOOPS, "soon", other))).isEqualTo(2);
    assertThat(console(other))
        .isEqualToIgnoringNewLines(
            "-Dtricks.hookLimit is 'soon'; it must be a whole number of seconds, at least 1.");
    assertThat(other).doesNotExist();
  }

  @Test
  void twoSignalsEndAHookThatDoesNotReturn() throws Exception {
    Path other = signalledRun();
    Process process = signalled;
    waitFor(process, other, "has not returned for");
    process.destroy();
    waitFor(process, other, "SIGTERM: stopping after this step; once more ends at once");
    process.destroy();
    assertThat(end(process)).isEqualTo(143);
  }

  @Test
  void aShutdownHookThatDoesNotReturnHoldsTheProcessForTenSecondsOnly() throws Exception {
    assertThat(end(of(HOLDS))).isZero();
    assertThat(console(HOLDS)).contains("warning: a shutdown hook has not returned for 10 s");
  }

  @Test
  void aThreadThatFailsIsNamed() throws Exception {
    assertThat(end(of(FAILS_ASIDE))).isZero();
    assertThat(console(FAILS_ASIDE))
        .contains(
            "warning: [plugin/thread-failed] The thread 'aside' of plugin "
                + root.resolve("plugins/bad.jar")
                + " failed: java.lang.IllegalStateException: no. The stack trace is in ")
        .doesNotContain("\tat ");
  }

  private static Process start(Misdeed misdeed, String limit, Path run) throws IOException {
    Files.createDirectories(root.resolve("logs"));
    return new ChildJava()
        .with("-Xmx256m", "-Dtricks.hookLimit=" + limit)
        .process(
            Main.class,
            "train",
            recipe.toString(),
            "--plugins",
            root.resolve("plugins").toString(),
            "--set",
            "tricks=[{\"trick\": \"%s\"}]".formatted(misdeed.id()),
            "--output",
            run.toString())
        .redirectErrorStream(true)
        .redirectOutput(log(run).toFile())
        .start();
  }

  private static Path signalledRun() {
    return root.resolve("runs/signalled");
  }

  private static Process of(Misdeed misdeed) {
    return Objects.requireNonNull(RUNS.get(misdeed));
  }

  private static int end(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void waitFor(Process process, Path run, String words) throws Exception {
    while (process.isAlive() && !Files.readString(log(run)).contains(words)) {
      Thread.sleep(50);
    }
    assertThat(log(run)).content().contains(words);
  }

  private static String console(Misdeed misdeed) throws IOException {
    return console(root.resolve("runs").resolve(misdeed.id()));
  }

  private static String console(Path run) throws IOException {
    return Files.readString(log(run));
  }

  private static Path log(Path run) {
    return root.resolve("logs").resolve(run.getFileName() + ".txt");
  }
}
