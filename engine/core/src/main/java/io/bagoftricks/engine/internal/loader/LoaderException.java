package io.bagoftricks.engine.internal.loader;

import io.bagoftricks.engine.train.TrainingException;

/** An image could not be prepared. The message says which one and who failed. */
public final class LoaderException extends TrainingException {
  private static final long serialVersionUID = 1L;

  /** A failure whose cause is not known yet. */
  LoaderException(String message) {
    super(message);
  }

  LoaderException(String message, Throwable cause) {
    super(message, cause);
  }
}
