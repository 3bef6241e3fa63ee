package io.bagoftricks.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs per training image, in loader threads, concurrently on one instance, ahead of the step that
 * the image is for. No ND4J here, and no {@link TrickState}.
 *
 * @since 0.1
 */
@ConsumerType
public interface SampleHook extends Trick {
  /**
   * Changes geometry or pixels of one image.
   *
   * @param sample one image, as the recorded geometry leaves it
   */
  void onSample(Sample sample);
}
