package io.bagoftricks.product.breaks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A process that runs tests and ends at the first that fails: with 1, its name printed. */
final class KillerRun {
  /** Says on a line by itself which test was red. */
  static final String RED = "killed by: ";

  /** Says how many tests were green. */
  static final String GREEN = "green: ";

  private KillerRun() {}

  /**
   * The arguments are classes, nested classes that a class has or inherits as {@code class$nested},
   * or methods as {@code class#method}.
   */
  public static void main(String[] tests) throws ClassNotFoundException {
    PrintStream out = System.out;
    List<DiscoverySelector> selectors = new ArrayList<>();
    for (String test : tests) {
      selectors.add(selector(test));
    }
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
    Watch watch = new Watch(out);
    LauncherFactory.create().execute(request, watch);
    out.println(GREEN + watch.green);
    Runtime.getRuntime().halt(watch.green == 0 ? 2 : 0);
  }

  private static DiscoverySelector selector(String test) throws ClassNotFoundException {
    if (test.contains("#")) {
      return DiscoverySelectors.selectMethod(test);
    }
    String[] names = test.split("\\$", 2);
    Class<?> outer = Class.forName(names[0]);
    return names.length == 1
        ? DiscoverySelectors.selectClass(outer)
        : DiscoverySelectors.selectNestedClass(List.of(outer), nested(outer, names[1]));
  }

  private static Class<?> nested(Class<?> outer, String name) throws ClassNotFoundException {
    for (Class<?> at = outer; at != null; at = at.getSuperclass()) {
      for (Class<?> nested : at.getDeclaredClasses()) {
        if (nested.getSimpleName().equals(name)) {
          return nested;
        }
      }
    }
    throw new ClassNotFoundException(name + " in " + outer.getName());
  }

  private static final class Watch implements TestExecutionListener {
    private final PrintStream out;
    private @Nullable TestPlan plan;
    private int green;

    Watch(PrintStream out) {
      this.out = out;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
      plan = started;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (result.getStatus() == TestExecutionResult.Status.FAILED) {
        out.println(RED + name(test));
        result.getThrowable().ifPresent(cause -> cause.printStackTrace(out));
        out.flush();
        Runtime.getRuntime().halt(1);
      }
      green += test.isTest() ? 1 : 0;
    }

    private String name(TestIdentifier test) {
      TestPlan all = Objects.requireNonNull(plan, "no test ends before the plan starts");
      String name = test.getDisplayName();
      TestIdentifier at = test;
      while (all.getParent(at).isPresent() && all.getParent(at).get().getSource().isPresent()) {
        at = all.getParent(at).get();
        name = at.getDisplayName() + "." + name;
      }
      return name;
    }
  }
}
