package io.bagoftricks.api;

import io.bagoftricks.api.random.Draws;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The context that every run-time hook gets: the moment and the draws. A context is valid until the
 * hook returns.
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
