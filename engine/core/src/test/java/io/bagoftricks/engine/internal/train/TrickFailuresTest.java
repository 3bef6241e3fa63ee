package io.bagoftricks.engine.internal.train;

import static io.bagoftricks.engine.toys.PluginSources.provider;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.Batch;
import io.bagoftricks.api.BatchHook;
import io.bagoftricks.api.LossDraft;
import io.bagoftricks.api.LossHook;
import io.bagoftricks.api.Moment;
import io.bagoftricks.api.Sample;
import io.bagoftricks.api.random.Draws;
import io.bagoftricks.engine.internal.loader.SampleStep;
import io.bagoftricks.engine.internal.timing.Spans;
import io.bagoftricks.engine.internal.train.hook.BatchContext;
import io.bagoftricks.engine.internal.train.hook.HookRunner;
import io.bagoftricks.engine.internal.train.hook.LossContext;
import io.bagoftricks.engine.internal.train.hook.SampleHooks;
import io.bagoftricks.engine.plan.RunPlan;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plan.RunTricks;
import io.bagoftricks.engine.plugin.HookPoint;
import io.bagoftricks.engine.plugin.Plugins;
import io.bagoftricks.engine.plugin.TrickException;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.toys.PluginFolder;
import io.bagoftricks.engine.toys.ToyRecipes;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Messages about tricks of plugins that fail while training. */
final class TrickFailuresTest {
  private static final Draws ROOT = Draws.of(1);
  private static final Moment MOMENT = new Moment(2, 26, 100);

  @TempDir Path root;

  @Test
  void namesTrickHookEpochAndUpdate() throws IOException {
    RunPlan plan =
        plan(
            "BatchHook",
            "public void onBatch(Batch b) { throw new IllegalStateException(\"no\"); }");
    assertThatThrownBy(() -> onBatch(plan))
        .isInstanceOf(TrickException.class)
        .hasMessage(
            "'bad' failed in onBatch at epoch 3, step 27: java.lang.IllegalStateException: no")
        .hasRootCauseMessage("no");
  }

  @Test
  void isOneLineWhateverWasThrown() throws IOException {
    RunPlan plan =
        plan(
            "BatchHook",
            "public void onBatch(Batch b) { throw new IllegalStateException(\"no\\nforged\\033[2J\"); }");
    assertThatThrownBy(() -> onBatch(plan))
        .hasMessage(
            "'bad' failed in onBatch at epoch 3, step 27: java.lang.IllegalStateException:"
                + " no\\u000aforged\\u001b[2J");
  }

  @Test
  void namesThemForExceptionsThatNobodyDeclares() throws IOException {
    RunPlan plan =
        plan(
            "BatchHook",
            "public void onBatch(Batch b) { Hook.<RuntimeException>sneak(); }"
                + " @SuppressWarnings(\"unchecked\") static <E extends Throwable> void sneak()"
                + " throws E { throw (E) new java.io.IOException(\"gone\"); }");
    assertThatThrownBy(() -> onBatch(plan))
        .isInstanceOf(TrickException.class)
        .hasMessage("'bad' failed in onBatch at epoch 3, step 27: java.io.IOException: gone");
  }

  @Test
  void namesTheImage() throws IOException {
    RunPlan plan =
        plan(
            "SampleHook",
            "public void onSample(Sample s) { throw new IllegalStateException(\"no\"); }");
    List<SampleStep> steps = SampleHooks.of(RunTricks.of(plan), ROOT);
    assertThatThrownBy(() -> steps.get(0).action().accept(sample()))
        .isInstanceOf(TrickException.class)
        .hasMessage(
            "'bad' failed in onSample at epoch 3, step 27, image 17:"
                + " java.lang.IllegalStateException: no");
  }

  @Test
  void namesThemForALossTermThatRunsLater() throws IOException {
    RunPlan plan =
        plan(
            "LossHook",
            "public void onLoss(LossDraft l) { l.add(\"mine\", 1, (a, b, c) -> { throw new"
                + " IllegalStateException(\"no\"); }); }");
    HookRunner hooks = new HookRunner(RunTricks.of(plan), ROOT, new Spans());
    LossContext loss =
        new LossContext(
            MOMENT,
            0,
            Nd4j.zeros(1),
            Nd4j.zeros(1, 2),
            Nd4j.ones(1, 2),
            new long[1],
            hooks.watch());
    hooks.run(HookPoint.ON_LOSS, LossHook.class, LossDraft.class, loss, LossHook::onLoss);
    assertThatThrownBy(() -> loss.evaluate(Nd4j.zeros(1, 2), Nd4j.zeros(1, 2)))
        .isInstanceOf(TrickException.class)
        .hasMessage(
            "'bad' failed in onLoss at epoch 3, step 27: java.lang.IllegalStateException: no");
  }

  @Test
  void asksToAlignVersionsWhereAMethodIsNotThere() throws IOException {
    PluginFolder plugin = new PluginFolder(root.resolve("scratch"));
    plugin
        .source("io.bagoftricks.api.Batch", "public interface Batch { void fly(); }")
        .source(
            "plug.Bad",
            provider("bad", "Bad", "", "BatchHook", "public void onBatch(Batch b) { b.fly(); }"))
        .service("plug.Bad")
        .compile()
        .delete("io.bagoftricks.api.Batch");
    assertThatThrownBy(() -> onBatch(plan(plugin)))
        .isInstanceOf(TrickException.class)
        .satisfies(e -> assertThat(((TrickException) e).isThrown()).isFalse())
        .hasMessage(
            "'bad' failed in onBatch at epoch 3, step 27: plug.Bad ("
                + root
                + "/plugins/bad.jar) does not fit this version of the API"
                + " (java.lang.NoSuchMethodError: 'void io.bagoftricks.api.Batch.fly()'). Align"
                + " your versions: build the plugin against the bagoftricks-api of this engine"
                + " (tricks --version).");
  }

  @Test
  void callsHooksWithThePluginsContextLoader() throws IOException {
    RunPlan plan =
        plan(
            "BatchHook, SampleHook",
            "private void look() { if (Thread.currentThread().getContextClassLoader() !="
                + " Hook.class.getClassLoader()) throw new IllegalStateException(\"context\"); }"
                + " public void onBatch(Batch b) { look(); } public void onSample(Sample s) {"
                + " look(); }");
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    onBatch(plan);
    SampleHooks.of(RunTricks.of(plan), ROOT).get(0).action().accept(sample());
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  private static void onBatch(RunPlan plan) {
    try (BatchContext batch =
        new BatchContext(
            MOMENT, Nd4j.zeros(1, 1), Nd4j.ones(1, 1), new long[1], inputs -> inputs)) {
      new HookRunner(RunTricks.of(plan), ROOT, new Spans())
          .run(HookPoint.ON_BATCH, BatchHook.class, Batch.class, batch, BatchHook::onBatch);
    }
  }

  private static Sample sample() {
    return (Sample)
        Proxy.newProxyInstance(
            TrickFailuresTest.class.getClassLoader(),
            new Class<?>[] {Sample.class},
            (proxy, method, arguments) -> method.getName().equals("index") ? 17L : MOMENT);
  }

  private RunPlan plan(String hooks, String body) throws IOException {
    return plan(
        new PluginFolder(root.resolve("scratch"))
            .source("plug.Bad", provider("bad", "Bad", "", hooks, body))
            .service("plug.Bad")
            .compile());
  }

  private RunPlan plan(PluginFolder plugin) throws IOException {
    plugin.pack(root.resolve("plugins/bad.jar"));
    Plugins found = Plugins.load(getClass().getClassLoader(), List.of(root.resolve("plugins")));
    assertThat(found.problems()).isEmpty();
    TrickRegistry registry = found.tricks();
    return new RunPlanner(registry)
        .plan(ToyRecipes.small(List.of(ToyRecipes.entry(registry, "bad"))));
  }
}
