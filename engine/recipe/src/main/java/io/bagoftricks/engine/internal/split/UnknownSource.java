package io.bagoftricks.engine.internal.split;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A source that knows nothing of its data but their facts. */
enum UnknownSource implements KnownSource {
  /** The only one. */
  INSTANCE;

  @Override
  public List<String> untaughtClasses() {
    return List.of();
  }

  @Override
  public List<String> unusedFolders() {
    return List.of();
  }

  @Override
  public Optional<String> assumed() {
    return Optional.empty();
  }

  @Override
  public List<Path> places() {
    return List.of();
  }

  @Override
  public boolean wouldTake(Path folder) {
    return false;
  }
}
