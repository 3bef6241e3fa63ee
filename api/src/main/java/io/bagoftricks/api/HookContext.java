package io.bagoftricks.api;

import io.bagoftricks.api.random.Draws;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The context that every run-time hook gets: the moment and the draws. A context is valid until the
 * hook returns.
 *
 * <p>So are the arrays that it hands out: they belong to the engine, which frees them. A trick
 * neither closes nor keeps them; what it needs later it copies into its {@link TrickState}, which
 * frees its own arrays. A view that it hands over ({@link Evaluation#addView}) the engine frees;
 * every other array that it makes it closes. Arrays are float32 in a run and may be float64 in the
 * test kit, where a method does not say otherwise: make others of the type of the array at hand.
 *
 * @since 0.1
 */
@ProviderType
public interface HookContext {
  /** {@return when it is} */
  Moment moment();

  /**
   * {@return the trick's own draws for this call, keyed by run seed, trick instance, hook, epoch
   * and position} Repeated calls return the same cursor.
   */
  Draws draws();
}
