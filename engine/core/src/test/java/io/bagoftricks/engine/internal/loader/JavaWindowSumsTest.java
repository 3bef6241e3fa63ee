package io.bagoftricks.engine.internal.loader;

final class JavaWindowSumsTest extends WindowSumsContract {
  @Override
  protected WindowSums open() {
    return new JavaWindowSums(new WorkerBuffers());
  }
}
