package io.bagoftricks.backends.testkit.conformance;

import org.junit.jupiter.api.TestInstance;

/** One part of what a backend promises, as tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Contract {
  /** The backend that is held to it. */
  abstract Tested tested();
}
