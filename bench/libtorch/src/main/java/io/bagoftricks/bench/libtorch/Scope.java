package io.bagoftricks.bench.libtorch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/** Work whose native objects are gone, or whose gradients are off, when it ends. */
public final class Scope {
  private Scope() {}

  /** Frees every native object that the work made and did not retain. */
  public static void freeing(Runnable work) {
    PointerScope scope = new PointerScope();
    try {
      work.run();
    } finally {
      scope.close();
    }
  }

  /** Keeps nothing for a backward pass. */
  public static void withoutGradients(Runnable work) {
    NoGradGuard guard = new NoGradGuard();
    try {
      work.run();
    } finally {
      guard.close();
    }
  }
}
