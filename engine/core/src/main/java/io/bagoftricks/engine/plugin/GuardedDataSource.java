package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.internal.storage.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A source of data of a plugin: a failure names it, and what it gives is checked. */
record GuardedDataSource(DataSource made, TypeCalls calls) implements DataSource, KnownSource {
  @Override
  public DataFacts facts() throws IOException {
    return reading("facts", "", made::facts, isQuick());
  }

  @Override
  public List<String> labelNames() throws IOException {
    return reading("labelNames", "", () -> List.copyOf(made.labelNames()), isQuick());
  }

  /** A source that knows all of its files looks through them for it, as when it opens. */
  private boolean isQuick() {
    return !(made instanceof KnownSource);
  }

  @Override
  public List<String> untaughtClasses() throws IOException {
    return KnownSource.of(made).untaughtClasses();
  }

  @Override
  public List<String> unusedFolders() throws IOException {
    return KnownSource.of(made).unusedFolders();
  }

  @Override
  public Optional<String> assumed() throws IOException {
    return KnownSource.of(made).assumed();
  }

  @Override
  public List<Path> places() throws IOException {
    return KnownSource.of(made).places();
  }

  @Override
  public boolean wouldTake(Path folder) throws IOException {
    return KnownSource.of(made).wouldTake(folder);
  }

  /** {@inheritDoc} That may take long where there is much to look through. */
  @Override
  public Dataset open(Split split) throws IOException {
    String part = split.name().toLowerCase(Locale.ROOT);
    Dataset opened = reading("open", part, () -> made.open(split), false);
    try {
      GuardedDataset dataset = GuardedDataset.of(opened, facts(), calls);
      checkSize(dataset, facts().examples(split), part);
      return dataset;
    } catch (IOException | RuntimeException e) {
      try {
        GuardedDataset.close(opened, calls);
      } catch (RuntimeException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
  }

  /** Whatever keeps data from being read is the input's fault, and told as such. */
  private <T> T reading(String what, String moment, Callable<T> code, boolean watched)
      throws DataException {
    try {
      return calls.reading(what, () -> moment, made, code, watched);
    } catch (IOException e) {
      throw DataException.of(e);
    }
  }

  private void checkSize(Dataset opened, long expected, String part) {
    if (opened.size() != expected) {
      throw calls.broken(
          "plugin/wrong-data",
          "open",
          part,
          String.format(
              Locale.ROOT, "it opened %d images, but facts() says %d.", opened.size(), expected));
    }
  }
}
