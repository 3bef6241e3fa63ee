package io.bagoftricks.api;

/**
 * Runs per training image, in loader threads, concurrently on one instance. No ND4J here.
 *
 * @since 0.1
 */
public interface SampleHook extends Trick {
  /** Changes geometry or pixels of one image. */
  void onSample(Sample sample);
}
