package io.bagoftricks.bench.driver;

/** A process that was to be measured failed. */
final class ContestantException extends RuntimeException {
  ContestantException(String message) {
    super(message);
  }

  ContestantException(String message, Throwable cause) {
    super(message, cause);
  }
}
