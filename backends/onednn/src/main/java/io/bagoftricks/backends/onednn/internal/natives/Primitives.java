package io.bagoftricks.backends.onednn.internal.natives;

import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc;

/** Attributes and choices that all primitives have in common. */
public final class Primitives {
  private Primitives() {}

  /** Strict arithmetic, whatever the environment says, and scratch memory in the plan's arena. */
  public static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    attributes.set_fpmath_mode(dnnl.fpmath_mode.strict);
    return attributes;
  }

  /** The same, with operations on the result before it is stored. */
  public static primitive_attr attributes(post_ops operations) {
    primitive_attr attributes = attributes();
    attributes.set_post_ops(operations);
    return attributes;
  }

  /**
   * The first variant that has a fast kernel here; else the first that has one at all.
   *
   * @param describe may throw where a variant is not supported
   * @throws IllegalStateException if none is supported
   */
  public static <V, P extends primitive_desc> Chosen<V, P> choose(
      String what, List<V> variants, Function<V, P> describe) {
    Chosen<V, P> slow = null;
    RuntimeException reason = null;
    for (V variant : variants) {
      P described;
      try {
        described = describe.apply(variant);
      } catch (RuntimeException e) {
        reason = e;
        continue;
      }
      Chosen<V, P> chosen = new Chosen<>(variant, described);
      if (chosen.isFast()) {
        return chosen;
      }
      slow = slow == null ? chosen : slow;
    }
    if (slow == null) {
      throw new IllegalStateException("oneDNN has no primitive for " + what, reason);
    }
    return slow;
  }

  /** A variant and its primitive. */
  public record Chosen<V, P extends primitive_desc>(V variant, P descriptor) {
    /** Whether it is more than oneDNN's plain reference loops. */
    boolean isFast() {
      return !descriptor.impl_info_str().getString().contains("ref");
    }
  }
}
