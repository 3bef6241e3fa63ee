package io.bagoftricks.product.plugins;

import java.util.List;

/** Ways in which the trick of a plugin can misbehave in a run, each from the second update on. */
final class Misdeeds {
  private static final String SECOND = "if (%s.moment().step() == 1) ";

  private static final String COPY_FORWARD = "p.output().assign(p.input(0));";
  private static final String COPY_BACKWARD = "p.inputGradient(0).assign(p.outputGradient());";

  /** Two halves of a batch make an update. */
  private static final String LATER = "if (calls++ == 2) ";

  private Misdeeds() {}

  static List<Misdeed> writes() {
    return List.of(
        Misdeed.of(
            "writes-inputs",
            "BatchHook",
            onBatch("b.inputs().addi(1);"),
            "[plugin/undeclared-write] 'writes-inputs' in onBatch at epoch 1, step 2: it wrote"
                + " inputs()",
            "editInputs()",
            "INPUT declared in @Uses"),
        Misdeed.of(
            "writes-targets",
            "BatchHook",
            onBatch("b.targets().assign(0.1);"),
            "[plugin/undeclared-write] 'writes-targets' in onBatch at epoch 1, step 2: it wrote"
                + " targets()",
            "editTargets()"),
        Misdeed.of(
            "writes-logits",
            "LossHook",
            onLoss("l.logits().muli(0.5);"),
            "[plugin/undeclared-write] 'writes-logits' in onLoss at epoch 1, step 2: it wrote"
                + " logits()"),
        Misdeed.of(
            "writes-weights",
            "StepHook",
            onStep("s.weights().muli(0.5);"),
            "[plugin/undeclared-write] 'writes-weights' in onStep at epoch 1, step 2: it wrote"
                + " weights()",
            "afterStep: editWeights()"),
        Misdeed.of(
            "writes-gradients",
            "StepHook",
            onStep("s.gradients().muli(0.5);"),
            "[plugin/undeclared-write] 'writes-gradients' in onStep at epoch 1, step 2: it wrote"
                + " gradients()",
            "editGradients()"),
        Misdeed.of(
            "writes-statistics",
            "StepHook",
            afterStep("r.statistics().assign(0);"),
            "[plugin/undeclared-write] 'writes-statistics' in afterStep at epoch 1, step 2: it"
                + " wrote statistics()"),
        Misdeed.of(
            "writes-one-weight",
            "StepHook",
            onStep("s.parameters().get(0).weight().muli(0.5);"),
            "[plugin/undeclared-write] 'writes-one-weight' in onStep at epoch 1, step 2: it wrote"
                + " weights()"),
        Misdeed.of(
            "writes-one-gradient",
            "StepHook",
            onStep("s.parameters().get(0).gradient().muli(0.5);"),
            "[plugin/undeclared-write] 'writes-one-gradient' in onStep at epoch 1, step 2: it"
                + " wrote gradients()"),
        Misdeed.of(
            "averages-into-weights",
            "StepHook",
            afterStep(
                "r.lerpWeightsInto(r.statistics(), 0);r.lerpStatisticsInto(r.weights(), 0.5);"),
            "'averages-into-weights'"),
        Misdeed.of(
            "writes-in-evaluation",
            "StepHook, EvaluateHook",
            "private INDArray kept; public void afterStep(StepResult r) { kept = r.weights(); }"
                + " public void onEvaluate(Evaluation e) { kept.muli(0.5); }",
            "[plugin/undeclared-write] 'writes-in-evaluation' in onEvaluate at epoch 1, step 5:"
                + " it wrote weights()"),
        Misdeed.of(
            "writes-kept-array",
            "BatchHook, StepHook",
            "private INDArray kept; public void onBatch(Batch b) { kept = b.inputs(); }"
                + onStep("kept.muli(2);"),
            "[plugin/undeclared-write] 'writes-kept-array' in onStep at epoch 1, step 2: it wrote"
                + " inputs()"),
        Misdeed.of(
            "writes-from-a-thread",
            "BatchHook, StepHook",
            "private INDArray kept; public void onBatch(Batch b) { } public void"
                + " afterStep(StepResult r) { if (kept == null) { kept = r.weights(); INDArray k ="
                + " kept; Thread t = new Thread(() -> { try { for (int i = 0; i < 30; i++) {"
                + " Thread.sleep(5); k.muli(0.999); } Thread.sleep(2000); }"
                + " catch (Exception e) { } },"
                + " \"writer\"); t.setDaemon(true); t.start(); } }",
            "writes-from-a-thread",
            "weights()",
            "thread 'writer' of plugin"),
        Misdeed.of(
            "writes-in-its-schedule",
            "ParamGroupsHook, StepHook",
            "static INDArray kept; public void onParamGroups(ParamGroups g) {"
                + " g.learningRate().follow(t -> { if (kept != null) kept.muli(0.5); return 0.9;"
                + " }); g.receipt(new Effect(1, 1, \"schedules\")); } public void onStep(Step s) {"
                + " kept = s.weights(); }",
            "[plugin/undeclared-write] 'writes-in-its-schedule' in the schedule of onParamGroups at"
                + " epoch 1, step 2: it wrote weights(), which is only for reading. A schedule is a"
                + " function of time, and writes nothing."),
        Misdeed.of(
            "writes-in-its-term",
            "LossHook",
            onLoss("l.add(\"mine\", 1, (z, t, g) -> { t.assign(0.1); g.assign(0); return 0; });"),
            "[plugin/undeclared-write] 'writes-in-its-term' in onLoss at epoch 1, step 2: it"
                + " wrote targets()"),
        Misdeed.of(
            "writes-in-its-view",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.addView(x -> x.addi(1)); }",
            "[plugin/undeclared-write] 'writes-in-its-view' in onEvaluate at epoch 1, step 5: it"
                + " wrote inputs()"),
        Misdeed.of(
                "writes-late",
                "StepHook",
                "public void onStep(Step s) { if (s.moment().step() == 9) s.weights().muli(0.5); }",
                "[plugin/undeclared-write] 'writes-late' in onStep at epoch 3, step 10: it wrote"
                    + " weights()")
            .with("training.strict=true", "training.epochs=3"),
        Misdeed.of(
                "keeps-arrays",
                "LossHook",
                "private final List<INDArray> all = new ArrayList<>(); public void onLoss(LossDraft"
                    + " l) { INDArray kept = Nd4j.zeros(3); all.add(kept); }",
                "[plugin/leak] 'keeps-arrays' in onLoss at epoch",
                "it has made and kept")
            .with("training.strict=true", "training.epochs=12"),
        Misdeed.of(
                "keeps-arrays-among-garbage",
                "LossHook",
                "private final List<INDArray> all = new ArrayList<>(); public void onLoss(LossDraft"
                    + " l) { for (int i = all.isEmpty() ? 200 : 1; i > 0; i--) { INDArray garbage ="
                    + " Nd4j.zeros(3); } INDArray kept = Nd4j.zeros(3); all.add(kept); }",
                "[plugin/leak] 'keeps-arrays-among-garbage' in onLoss at epoch",
                "it has made and kept")
            .with("training.strict=true", "training.epochs=12"));
  }

  static List<Misdeed> targets() {
    return List.of(
        Misdeed.of(
            "targets-of-two",
            "BatchHook",
            onBatch("b.editTargets().muli(2);"),
            "[plugin/no-distribution] 'targets-of-two' in onBatch at epoch 1, step 2: it left"
                + " targets that are not a distribution, row 0 sums to 2.0"),
        Misdeed.of(
            "targets-of-nan",
            "LossHook",
            onLoss("l.editTargets().assign(Double.NaN);"),
            "[plugin/no-distribution] 'targets-of-nan' in onLoss at epoch 1, step 2",
            "row 0 has the value NaN"),
        Misdeed.of(
            "targets-below-zero",
            "BatchHook",
            onBatch("INDArray t = b.editTargets(); t.putScalar(0, 0, -1); t.putScalar(0, 1, 2);"),
            "[plugin/no-distribution] 'targets-below-zero' in onBatch at epoch 1, step 2",
            "has the value"),
        Misdeed.of(
            "edits-undeclared",
            "BatchHook",
            "@Uses(reads = Slot.TARGET) " + onBatch("b.editInputs();"),
            "[plugin/undeclared-edit] 'edits-undeclared' in onBatch at epoch 1, step 2: it edited"
                + " [INPUT]"));
  }

  static List<Misdeed> keeps() {
    return List.of(
        Misdeed.of(
            "keeps-its-context",
            "BatchHook, StepHook",
            "private Batch kept; public void onBatch(Batch b) { kept = b; }"
                + onStep("kept.inputs();"),
            "[plugin/context-misused] 'keeps-its-context' in onBatch at epoch 1, step 2: it used"
                + " Batch.inputs() after the call had returned"),
        Misdeed.of(
            "swallows-what-it-is-told",
            "BatchHook, StepHook",
            "private Batch kept; public void onBatch(Batch b) { kept = b; }"
                + onStep("try { kept.editInputs(); } catch (IllegalStateException e) { }"),
            "[plugin/context-misused] 'swallows-what-it-is-told' in onBatch at epoch 1, step 2:"
                + " it used Batch.editInputs()"),
        Misdeed.of(
            "hands-its-context-to-a-thread",
            "StepHook",
            onStep(
                "Thread t = new Thread(() -> { try { s.editGradients(); } catch (RuntimeException"
                    + " e) { } }, \"helper\"); t.start(); try { t.join(); } catch"
                    + " (InterruptedException e) { }"),
            "[plugin/context-misused] 'hands-its-context-to-a-thread' in onStep at epoch 1, step"
                + " 2: it used Step.editGradients() in the thread 'helper'"),
        Misdeed.of(
            "keeps-a-parameter",
            "StepHook",
            "private StepParameter kept; public void onStep(Step s) { kept ="
                + " s.parameters().get(0); }"
                + afterStep("try { kept.editGradient(); } catch (IllegalStateException e) { }"),
            "[plugin/context-misused] 'keeps-a-parameter' in onStep at epoch 1, step 2: it used"
                + " StepParameter.editGradient() after the call had returned"),
        Misdeed.of(
            "hands-a-parameter-to-a-thread",
            "StepHook",
            afterStep(
                "StepResultParameter p = r.parameters().get(0); Thread t = new Thread(() -> { try {"
                    + " p.weightNorm(); } catch (RuntimeException e) { } }, \"helper\");"
                    + " t.start(); try { t.join(); } catch (InterruptedException e)"
                    + " { }"),
            "[plugin/context-misused] 'hands-a-parameter-to-a-thread' in afterStep at epoch 1,"
                + " step 2: it used StepResultParameter.weightNorm() in the thread 'helper'"),
        Misdeed.of(
            "keeps-its-sample",
            "SampleHook",
            "private volatile Sample kept; public void onSample(Sample s) { if (kept != null &&"
                + " s.moment().step() == 2) { try { kept.flipHorizontally(); } catch"
                + " (IllegalStateException e) { } } kept = s; }",
            "[plugin/context-misused] 'keeps-its-sample' in onSample at epoch 1, step ",
            "it used Sample.flipHorizontally() after the call had returned"),
        Misdeed.of(
            "closes-inputs",
            "BatchHook",
            onBatch("b.inputs().close();"),
            "[plugin/closed-array] 'closes-inputs' in onBatch at epoch 1, step 2: it closed"
                + " inputs()"),
        Misdeed.of(
            "closes-weights",
            "StepHook",
            afterStep("r.weights().close();"),
            "'closes-weights' in afterStep at epoch 1, step 2: it closed weights()"),
        Misdeed.of(
            "closes-its-state",
            "StepHook",
            afterStep("state.array(\"a\", () -> Nd4j.zeros(3)).close();"),
            "[plugin/closed-array] 'closes-its-state' in afterStep at epoch 1, step 2: it closed"
                + " the array 'a' of its state"),
        Misdeed.of(
            "closes-its-gradient",
            "LossHook",
            onLoss("l.add(\"mine\", 1, (z, t, g) -> { g.assign(0); g.close(); return 0; });"),
            "[plugin/closed-array] 'closes-its-gradient' in its loss term 'mine' at epoch 1, step"
                + " 2"));
  }

  static List<Misdeed> terms() {
    return List.of(
        Misdeed.of(
            "leaves-its-gradient",
            "LossHook",
            onLoss("l.add(\"mine\", 1, (z, t, g) -> 0.5);"),
            "[plugin/unfilled] 'leaves-its-gradient' in its loss term 'mine' at epoch 1, step 2:"
                + " it left 80 of 80 values of the gradient unfilled"),
        Misdeed.of(
            "leaves-a-row-of-its-gradient",
            "LossHook",
            onLoss(
                "l.add(\"mine\", 1, (z, t, g) -> { for (int r = 1; r < g.size(0); r++)"
                    + " g.getRow(r).assign(0); return 0; });"),
            "it left 10 of 80 values of the gradient unfilled"),
        Misdeed.of(
            "wrong-gradient",
            "LossHook",
            "public void onLoss(LossDraft l) { l.add(\"mine\", 1, (z, t, g) -> {"
                + " g.assign(z).muli(2.0); return z.norm2Number().doubleValue(); }); }",
            "warning: 'wrong-gradient' in its loss term 'mine' at epoch 1, step 1: its gradient"
                + " is not the derivative of its value"),
        Misdeed.of(
            "throws-in-its-term",
            "LossHook",
            onLoss(
                "l.add(\"mine\", 1, (z, t, g) -> { throw new IllegalStateException(\"no\"); });"),
            "'throws-in-its-term' failed in onLoss at epoch 1, step 2:"
                + " java.lang.IllegalStateException: no"),
        Misdeed.of(
            "term-that-is-null",
            "LossHook",
            onLoss("l.add(\"mine\", 1, null);"),
            "'term-that-is-null'",
            "in onLoss at epoch 1, step 2"),
        Misdeed.of(
            "scales-by-halves",
            "LossHook",
            "private int calls; public void onLoss(LossDraft l) { if (calls++ % 2 == 1 &&"
                + " l.moment().step() == 1) l.scale(2); }",
            "'scales-by-halves' in onLoss at epoch 1, step 2",
            "scale"));
  }

  static List<Misdeed> views() {
    return List.of(
        Misdeed.of(
            "view-of-null",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.addView(x -> null); }",
            "[plugin/wrong-view] 'view-of-null' in its view of onEvaluate at epoch 1, step 5: it"
                + " returned null"),
        Misdeed.of(
            "view-of-another-shape",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.addView(x -> Nd4j.zeros(1, 1, 3, 3)); }",
            "[plugin/wrong-view] 'view-of-another-shape' in its view of onEvaluate",
            "it returned the shape [1, 1, 3, 3]"),
        Misdeed.of(
            "view-that-it-keeps",
            "EvaluateHook",
            "private INDArray kept; public void onEvaluate(Evaluation e) { e.addView(x -> kept =="
                + " null ? kept = x.dup() : kept); }",
            "'view-that-it-keeps' in its view of onEvaluate",
            "it returned an array that is closed"),
        Misdeed.of(
            "view-that-throws",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.addView(x -> { throw new"
                + " AssertionError(\"no\"); }); }",
            "'view-that-throws' failed in onEvaluate at epoch 1, step 5:"
                + " java.lang.AssertionError: no"),
        Misdeed.of(
            "wrong-average",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.useWeights(Nd4j.zeros(3), Nd4j.zeros(3)); }",
            "'wrong-average' failed in onEvaluate at epoch 1, step 5",
            "The weights to evaluate are 3 values"));
  }

  static List<Misdeed> errors() {
    return List.of(
        Misdeed.of(
            "throws-an-error",
            "StepHook",
            onStep("throw new Error(\"no\");"),
            "'throws-an-error' failed in onStep at epoch 1, step 2: java.lang.Error: no",
            "The stack trace is in ",
            "failure.txt"),
        Misdeed.of(
            "fills-the-heap",
            "BatchHook",
            onBatch("throw new OutOfMemoryError(\"Java heap space\");"),
            "'fills-the-heap' failed in onBatch at epoch 1, step 2: java.lang.OutOfMemoryError:"
                + " Java heap space. The Java heap is full; give it more"
                + " (TRICKS_JAVA_OPTS=-Xmx8g)"),
        Misdeed.of(
            "asks-for-too-long-an-array",
            "BatchHook",
            onBatch(
                "long[][] all = new long[64][]; for (int i = 0; i < 64; i++) all[i] = new"
                    + " long[Integer.MAX_VALUE - 9];"),
            "'asks-for-too-long-an-array' failed in onBatch at epoch 1, step 2:"
                + " java.lang.OutOfMemoryError",
            "TRICKS_JAVA_OPTS"),
        Misdeed.of(
            "recurses",
            "BatchHook",
            "private int deeper(int d) { return deeper(d + 1) + 1; }" + onBatch("deeper(0);"),
            "'recurses' failed in onBatch at epoch 1, step 2: java.lang.StackOverflowError"),
        Misdeed.of(
            "stops-its-thread",
            "StepHook",
            onStep("throw new ThreadDeath();"),
            "'stops-its-thread' failed in onStep at epoch 1, step 2: java.lang.ThreadDeath"),
        Misdeed.of(
            "fails-to-link",
            "StepHook",
            onStep("throw new NoClassDefFoundError(\"com/example/Gone\");"),
            "'fails-to-link' failed in onStep at epoch 1, step 2: plug.FailsToLink",
            "needs the class com.example.Gone"),
        Misdeed.of(
            "initializes-badly",
            "StepHook",
            "static class Bad { static final int X = Integer.parseInt(\"x\"); }"
                + onStep("int x = Bad.X;"),
            "'initializes-badly' failed in onStep at epoch 1, step 2: a static initializer"
                + " failed: java.lang.NumberFormatException"),
        Misdeed.of(
            "sample-error",
            "SampleHook",
            "public void onSample(Sample s) { if (s.moment().step() == 2) throw new"
                + " AssertionError(\"no\"); }",
            "'sample-error' failed in onSample at epoch 1, step 3, image ",
            "java.lang.AssertionError: no"),
        Misdeed.of(
            "bad-crop",
            "SampleHook",
            "public void onSample(Sample s) { if (s.moment().step() == 2) s.crop(null, null, null);"
                + " }",
            "'bad-crop' failed in onSample at epoch 1, step 3, image "),
        Misdeed.of(
            "sample-of-nan",
            "SampleHook",
            "public void onSample(Sample s) { if (s.moment().step() == 2) s.pixels().plane(0)[0] ="
                + " Float.NaN; }",
            "[plugin/not-finite] 'sample-of-nan' in onSample at epoch 1, step 3, image ",
            "pixels are not finite"),
        Misdeed.of(
            "gradient-of-nan",
            "StepHook",
            onStep("s.editGradients().assign(Double.NaN);"),
            "'gradient-of-nan' made gradients that are not finite"),
        Misdeed.of(
            "negative-rate",
            "StepHook",
            onStep("s.multiplyLearningRate(-1);"),
            "'negative-rate' failed in onStep at epoch 1, step 2:"
                + " java.lang.IllegalArgumentException: A factor on the rate is finite and not negative"),
        Misdeed.of(
            "rate-of-nan",
            "StepHook",
            onStep("s.parameters().get(0).multiplyLearningRate(Double.NaN);"),
            "'rate-of-nan' failed in onStep at epoch 1, step 2:"
                + " java.lang.IllegalArgumentException: A factor on the rate is finite and not negative"),
        Misdeed.of(
            "reads-nonsense-state",
            "StepHook",
            "private INDArray a; public void onStep(Step s) { state.number(\"a\", 1); "
                + SECOND.formatted("s")
                + "state.counter(\"a\", 1); }",
            "'reads-nonsense-state' failed in onStep at epoch 1, step 2",
            "'a' is a number of this trick and cannot be a counter too"),
        Misdeed.of(
            "leaves-a-thread",
            "StepHook",
            onStep(
                "Thread t = new Thread(() -> { try { Thread.sleep(60_000); } catch"
                    + " (InterruptedException e) { } }, \"left\"); t.setDaemon(true); t.start();"
                    + " throw new IllegalStateException(\"no\");"),
            "'leaves-a-thread' failed in onStep at epoch 1, step 2",
            "warning: thread 'left' of plugin"));
  }

  static List<Misdeed> shapes() {
    return List.of(
        Misdeed.of(
            "permutes-inputs",
            "BatchHook",
            onBatch("b.inputs().permutei(0, 1, 3, 2);"),
            "[plugin/wrong-shape] 'permutes-inputs' in onBatch at epoch 1, step 2: it gave"
                + " inputs() another shape, order or memory"),
        Misdeed.of(
            "permutes-what-it-edits",
            "BatchHook",
            onBatch("b.editInputs().permutei(0, 1, 3, 2);"),
            "[plugin/wrong-shape] 'permutes-what-it-edits' in onBatch at epoch 1, step 2"),
        Misdeed.of(
            "reshapes-a-parameter",
            "StepHook",
            onStep("s.parameters().get(0).editGradient().permutei(0, 1, 3, 2);"),
            "[plugin/wrong-shape] 'reshapes-a-parameter' in onStep at epoch 1, step 2: it gave"
                + " gradients() another shape"),
        Misdeed.of(
            "transposes-targets",
            "LossHook",
            onLoss("l.targets().transposei();"),
            "[plugin/wrong-shape] 'transposes-targets' in onLoss at epoch 1, step 2: it gave"
                + " targets() another shape"),
        Misdeed.of(
            "swaps-memory",
            "BatchHook",
            onBatch("INDArray i = b.editInputs(); i.setData(Nd4j.zeros(i.shape()).data());"),
            "[plugin/wrong-shape] 'swaps-memory' in onBatch at epoch 1, step 2"),
        Misdeed.of(
            "transposes-its-gradient",
            "LossHook",
            onLoss("l.add(\"mine\", 1, (z, t, g) -> { g.assign(0); g.transposei(); return 0; });"),
            "[plugin/wrong-shape] 'transposes-its-gradient' in onLoss at epoch 1, step 2: it gave"
                + " the gradient of 'mine' another shape"),
        Misdeed.of(
            "order-out-of-range",
            "BatchHook",
            onBatch("int[] order = new int[16]; order[0] = 16; b.reordered(order);"),
            "'order-out-of-range' failed in onBatch at epoch 1, step 2"),
        Misdeed.of(
            "keeps-reordered-examples",
            "BatchHook, StepHook",
            "private Examples kept; public void onBatch(Batch b) { kept = b.reordered(new int[16]);"
                + " }"
                + onStep("kept.inputs().sumNumber();"),
            "'keeps-reordered-examples' failed in onStep at epoch 1, step 2"),
        Misdeed.of(
            "averages-into-a-short-array",
            "StepHook",
            afterStep("r.lerpWeightsInto(Nd4j.zeros(3), 0.5);"),
            "'averages-into-a-short-array' failed in afterStep at epoch 1, step 2",
            "The target holds 3 values"));
  }

  static List<Misdeed> values() {
    return List.of(
        Misdeed.of(
            "weights-of-nan",
            "StepHook",
            afterStep("r.editWeights().assign(Double.NaN);"),
            "'weights-of-nan' made weights that are not finite"),
        Misdeed.of(
            "term-of-nan",
            "LossHook",
            onLoss("l.add(\"mine\", 1, (z, t, g) -> { g.assign(0); return Double.NaN; });"),
            "the loss term 'mine' is not, which 'term-of-nan' wrote"),
        Misdeed.of(
            "term-gradient-of-nan",
            "LossHook",
            onLoss("l.add(\"mine\", 1, (z, t, g) -> { g.assign(Double.NaN); return 0; });"),
            "warning: 'term-gradient-of-nan' in its loss term 'mine' at epoch 1, step 2: its"
                + " gradient is not finite, though the logits are"),
        Misdeed.of(
            "view-of-nan",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.addView(x ->"
                + " x.dup().assign(Double.NaN)); }",
            "[plugin/wrong-view] 'view-of-nan' in its view of onEvaluate",
            "it returned values that are not finite"),
        Misdeed.of(
            "view-of-doubles",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.addView(x ->"
                + " x.castTo(org.nd4j.linalg.api.buffer.DataType.DOUBLE)); }",
            "[plugin/wrong-view] 'view-of-doubles' in its view of onEvaluate",
            "of type DOUBLE"),
        Misdeed.of(
            "average-of-nan",
            "StepHook, EvaluateHook",
            "private INDArray w; private INDArray t; public void afterStep(StepResult r) { if (w =="
                + " null) { w = r.weights().dup().assign(Double.NaN); t = r.statistics().dup(); } } public"
                + " void onEvaluate(Evaluation e) { e.useWeights(w, t); }",
            "'average-of-nan' failed in onEvaluate at epoch 1, step 5",
            "The weights to evaluate are not finite, though those in training are"),
        Misdeed.of(
            "prepares-nan",
            "EvaluateHook",
            "public void onEvaluate(Evaluation e) { e.prepare(s -> s.pixels().plane(0)[0] ="
                + " Float.NaN); }",
            "[plugin/not-finite] 'prepares-nan' in onEvaluate at epoch 1, step 5, image 0"),
        Misdeed.of(
            "skips-for-null",
            "StepHook",
            onStep("s.skip(null);"),
            "'skips-for-null' failed in onStep at epoch 1, step 2",
            "Step.skip() was given null"),
        Misdeed.of(
            "names-no-term",
            "LossHook",
            onLoss("l.add(null, 1, (z, t, g) -> 0);"),
            "'names-no-term' failed in onLoss at epoch 1, step 2",
            "LossDraft.add() was given null"),
        Misdeed.of(
            "remembers-words",
            "StepHook",
            afterStep("state.array(\"a\", () -> Nd4j.create(\"x\", \"y\"));"),
            "'remembers-words' failed in afterStep at epoch 1, step 2",
            "'a' is an array of UTF8, but a state holds arrays of [FLOAT, DOUBLE, INT"),
        Misdeed.of(
            "interrupts",
            "StepHook",
            onStep("Thread.currentThread().interrupt();"),
            "[plugin/interrupt] 'interrupts' in onStep at epoch 1, step 2: it interrupted"));
  }

  /** Failures whose own methods fail, or that would say more than one line. */
  static List<Misdeed> words() {
    return List.of(
        failure(
            "words-that-throw",
            "public String toString() { throw new Error(); } public String getMessage() { throw"
                + " new Error(); }",
            "plug.WordsThatThrow$Hook$Evil"),
        failure("no-words", "public String toString() { return null; }", "plug.NoWords$Hook$Evil"),
        failure(
            "its-own-cause",
            "public synchronized Throwable getCause() { return this; }",
            "plug.ItsOwnCause$Hook$Evil"),
        failure(
            "trace-that-throws",
            "public void printStackTrace(java.io.PrintWriter w) { throw new Error(); }",
            "plug.TraceThatThrows$Hook$Evil"),
        failure(
            "forges-lines",
            "public String toString() { return \"a\\u001b[31m\\r\\n[plugin/forged] b\"; }",
            "a\\u001b[31m\\u000d\\u000a[plugin/forged] b"),
        failure(
            "talks-much",
            "public String toString() { return \"x\".repeat(20_000_000); }",
            "x".repeat(2000) + "...\n"));
  }

  private static Misdeed failure(String id, String members, String said) {
    return Misdeed.of(
        id,
        "StepHook",
        "static class Evil extends RuntimeException { %s }".formatted(members)
            + onStep("throw new Evil();"),
        "'%s' failed in onStep at epoch 1, step 2: %s".formatted(id, said),
        "The stack trace is in ");
  }

  /** Found only where a run is strict, before its first update. */
  static List<Misdeed> unrepeatable() {
    return List.of(
        Misdeed.of(
            "counts-in-a-field",
            "StepHook",
            "private int calls; public void onStep(Step s) { s.multiplyLearningRate(1.0 / ++calls);"
                + " }",
            "[plugin/not-repeatable] 'counts-in-a-field' in onStep at epoch 2, step 5: it did"
                + " something else when the run was resumed before",
            "TrickState"),
        Misdeed.of(
            "counts-rates-in-a-field",
            "StepHook",
            "private int calls; public void onStep(Step s) {"
                + " s.parameters().get(0).multiplyLearningRate(1.0 / ++calls); }",
            "[plugin/not-repeatable] 'counts-rates-in-a-field' in onStep at epoch 2, step 5: it"
                + " did something else when the run was resumed before"),
        Misdeed.of(
            "averages-in-a-field",
            "StepHook, EvaluateHook",
            "private INDArray mean; private INDArray statistics; public void afterStep(StepResult"
                + " r) { if (mean == null) { mean = r.weights().dup(); statistics ="
                + " r.statistics().dup(); } r.lerpWeightsInto(mean, 0.1); } public void"
                + " onEvaluate(Evaluation e) { e.useWeights(mean, statistics); }",
            "[plugin/not-repeatable] 'averages-in-a-field' in onEvaluate at epoch 2, step 9: it"
                + " did something else when the run was resumed before"),
        Misdeed.of(
            "draws-from-math-random",
            "BatchHook",
            "public void onBatch(Batch b) { b.editInputs().muli(Math.random()); }",
            "[plugin/not-repeatable] 'draws-from-math-random' in onBatch at epoch 1, step 1: it"
                + " did something else when the step was repeated",
            "draws()"),
        Misdeed.of(
            "draws-on-images",
            "SampleHook",
            "public void onSample(Sample s) { if (Math.random() < 0.5) s.flipHorizontally(); }",
            "[plugin/not-repeatable] 'draws-on-images' in onSample at epoch 1, step 1"),
        Misdeed.of(
            "draws-in-its-term",
            "LossHook",
            "public void onLoss(LossDraft l) { l.add(\"mine\", 1, (z, t, g) -> { g.assign(0);"
                + " return Math.random(); }); }",
            "[plugin/not-repeatable] 'draws-in-its-term' in its loss term 'mine' at epoch 1, step"
                + " 1"),
        Misdeed.of(
            "remembers-the-time",
            "StepHook",
            "public void afterStep(StepResult r) { state.number(\"t\", 0).set(System.nanoTime());"
                + " }",
            "[plugin/not-repeatable] 'remembers-the-time' in afterStep at epoch 1, step 1: its"
                + " state was another when the step was repeated"),
        Misdeed.of(
            "schedule-by-chance",
            "ParamGroupsHook",
            "public void onParamGroups(ParamGroups g) { g.learningRate().follow(t ->"
                + " Math.random()); }",
            "[plugin/not-repeatable] 'schedule-by-chance' in the schedule of onParamGroups at epoch"
                + " 1, step 1: it did something else"),
        layer(
            "layer-by-chance",
            "p.output().assign(p.input(0)).muli(Math.random());",
            COPY_BACKWARD,
            "[plugin/not-repeatable] 'layer-by-chance' in forward of act1 at epoch 1, step 1"));
  }

  static List<Misdeed> layers() {
    return List.of(
        layer(
            "leaves-its-output",
            "if (calls++ < 2) " + COPY_FORWARD + " else p.output().putScalar(0, 1);",
            COPY_BACKWARD,
            "[plugin/unfilled] 'leaves-its-output' in forward of act1 at epoch 1, step 2"),
        layer(
            "leaves-its-input-gradient",
            COPY_FORWARD,
            "if (calls++ < 2) " + COPY_BACKWARD,
            "[plugin/unfilled] 'leaves-its-input-gradient' in backward of act1 at epoch 1, step"
                + " 2: it left inputGradient(0) as it was"),
        layer(
            "layer-that-throws",
            LATER + "throw new IllegalStateException(\"no\");" + COPY_FORWARD,
            COPY_BACKWARD,
            "'layer-that-throws' failed in forward of act1 at epoch 1, step 2:"
                + " java.lang.IllegalStateException: no"),
        layer(
            "backward-of-error",
            COPY_FORWARD,
            LATER + "throw new AssertionError(\"no\");" + COPY_BACKWARD,
            "'backward-of-error' failed in backward of act1 at epoch 1, step 2:"
                + " java.lang.AssertionError: no"),
        layer(
            "layer-that-kept-nothing",
            COPY_FORWARD,
            LATER + "p.kept(\"mask\");" + COPY_BACKWARD,
            "'layer-that-kept-nothing' failed in backward of act1 at epoch 1, step 2",
            "act1 kept no 'mask' in its forward pass"),
        layer(
            "layer-that-writes-its-input",
            COPY_FORWARD + LATER + "p.input(0).muli(0.5);",
            COPY_BACKWARD,
            "[plugin/undeclared-write] 'layer-that-writes-its-input' in forward of act1 at epoch 1,"
                + " step 2: it wrote input(0)"),
        layer(
            "layer-that-permutes",
            COPY_FORWARD + LATER + "p.output().permutei(0, 1, 3, 2);",
            COPY_BACKWARD,
            "[plugin/wrong-shape] 'layer-that-permutes' in forward of act1 at epoch 1, step 2: it"
                + " gave output() another shape"),
        layer(
            "layer-of-nan",
            COPY_FORWARD + "if (calls++ >= 2) p.output().assign(Double.NaN);",
            COPY_BACKWARD,
            "'layer-of-nan' in forward of act1 at epoch 1, step 2: output() is not finite, though"
                + " all that it was made of is",
            "is 'act1' (Mine of 'layer-of-nan')"),
        layer(
            "layer-that-closes",
            COPY_FORWARD + LATER + "p.output().close();",
            COPY_BACKWARD,
            "[plugin/closed-array] 'layer-that-closes' in forward of act1 at epoch 1, step 2: it"
                + " closed output()"),
        Misdeed.of(
            "transform-that-throws",
            "InitHook",
            """
            static int calls;
            record Mine() implements WeightTransform {
              public void forward(INDArray raw, INDArray effective) {
                if (calls++ > 0) throw new IllegalStateException("no");
                effective.assign(raw);
              }
              public void backward(INDArray raw, INDArray e, INDArray g, INDArray r) { r.assign(g); }
            }
            public void onInit(NetworkDraft n) {
              Node conv = n.nodes(Conv2d.class).get(0);
              n.replace(conv, ((Conv2d) conv.layer()).reparametrized(new Mine()));
              n.receipt(new Effect(1, 1, "convolutions"));
            }
            """,
            "'transform-that-throws' failed in forward of the weight of conv1 at epoch 1, step 2:"
                + " java.lang.IllegalStateException: no"));
  }

  private static Misdeed layer(String id, String forward, String backward, String... said) {
    return Misdeed.of(
        id,
        "InitHook",
        """
        static int calls;
        record Mine() implements CustomLayer {
          public Shape output(List<Shape> inputs) { return inputs.get(0); }
          public void forward(Forward p) { %s }
          public void backward(Backward p) { %s }
        }
        public void onInit(NetworkDraft n) {
          Node relu = n.nodes().stream().filter(v -> v.layer() instanceof Relu).findFirst().orElseThrow();
          n.replace(relu, new Mine());
          n.receipt(new Effect(1, 1, "activations"));
        }
        """
            .formatted(forward, backward),
        said);
  }

  private static String onBatch(String code) {
    return "public void onBatch(Batch b) { " + SECOND.formatted("b") + "{ " + code + " } }";
  }

  private static String onLoss(String code) {
    return "public void onLoss(LossDraft l) { " + SECOND.formatted("l") + "{ " + code + " } }";
  }

  private static String onStep(String code) {
    return "public void onStep(Step s) { " + SECOND.formatted("s") + "{ " + code + " } }";
  }

  private static String afterStep(String code) {
    return "public void afterStep(StepResult r) { " + SECOND.formatted("r") + "{ " + code + " } }";
  }
}
