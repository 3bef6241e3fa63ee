package io.bagoftricks.engine.cli;

import java.io.Console;

/** Whether somebody watches. */
final class Terminal {
  private static final int CONSOLE_IS_NEVER_NULL = 22;

  private Terminal() {}

  /** Whether standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // newer versions are asked below
  static boolean isAttached() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < CONSOLE_IS_NEVER_NULL) {
      return console != null;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
