package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.split.KnownSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A source of data of a plugin: a failure names it, and what it gives is checked. */
record GuardedDataSource(DataSource made, TypeCalls calls) implements DataSource, KnownSource {
  @Override
  public DataFacts facts() throws IOException {
    return calls.reading("facts", () -> "", made, made::facts, true);
  }

  @Override
  public List<String> labelNames() throws IOException {
    return calls.reading("labelNames", () -> "", made, () -> List.copyOf(made.labelNames()), true);
  }

  @Override
  public List<String> untaughtClasses() throws IOException {
    return KnownSource.of(made).untaughtClasses();
  }

  @Override
  public boolean wouldTake(Path folder) throws IOException {
    return KnownSource.of(made).wouldTake(folder);
  }

  /** {@inheritDoc} That may take long where there is much to look through. */
  @Override
  public Dataset open(Split split) throws IOException {
    String part = split.name().toLowerCase(Locale.ROOT);
    Dataset opened = calls.reading("open", () -> part, made, () -> made.open(split), false);
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
