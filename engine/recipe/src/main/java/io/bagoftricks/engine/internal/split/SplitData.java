package io.bagoftricks.engine.internal.split;

import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.split.Validation;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Data, split as a recipe says: a share of train is the validation split, or the test split is
 * named in place of the data's own. Facts follow from the data's facts; labels are read when a part
 * is opened.
 */
public final class SplitData implements DataSource, KnownSource {
  private final DataSource original;
  private final Validation validation;
  private final String where;
  private WeakReference<SharedDataset> opened = new WeakReference<>(null);

  /**
   * Splits data.
   *
   * @param where file and line of the recipe's data, for messages
   */
  public SplitData(DataSource original, Validation validation, String where) {
    this.original = original;
    this.validation = validation;
    this.where = where;
  }

  @Override
  public DataFacts facts() throws IOException {
    DataFacts facts = original.facts();
    Map<Split, Long> examples = new EnumMap<>(facts.examples());
    if (validation instanceof Validation.Share share) {
      long drawn = share.of(facts.trainExamples());
      examples.put(Split.TRAIN, facts.trainExamples() - drawn);
      examples.put(Split.VALIDATION, drawn);
    } else if (validation == Validation.Part.TEST) {
      examples.put(Split.VALIDATION, 0L);
    }
    return new DataFacts(facts.classes(), examples, facts.image());
  }

  @Override
  public List<String> labelNames() throws IOException {
    return original.labelNames();
  }

  /** {@inheritDoc} A share leaves images of each class. */
  @Override
  public List<String> untaughtClasses() throws IOException {
    return KnownSource.of(original).untaughtClasses();
  }

  @Override
  public List<String> unusedFolders() throws IOException {
    return KnownSource.of(original).unusedFolders();
  }

  @Override
  public Optional<String> assumed() throws IOException {
    return KnownSource.of(original).assumed();
  }

  @Override
  public List<Path> places() throws IOException {
    return KnownSource.of(original).places();
  }

  @Override
  public boolean wouldTake(Path folder) throws IOException {
    return KnownSource.of(original).wouldTake(folder);
  }

  /**
   * {@inheritDoc}
   *
   * @throws ProblemException if a share is taken, and a class has only one image to train on
   */
  @Override
  public Dataset open(Split split) throws IOException {
    if (!(validation instanceof Validation.Share share) || split == Split.TEST) {
      return original.open(split);
    }
    return part(share, split == Split.VALIDATION);
  }

  /**
   * The reasons why it cannot be split as the recipe says; empty where it can, as far as the facts
   * say.
   */
  public List<Problem> problems() throws IOException {
    DataFacts facts = original.facts();
    if (validation instanceof Validation.Share share) {
      return problems(share, facts);
    }
    Split named = ((Validation.Part) validation).split();
    return facts.examples(named) > 0
        ? List.of()
        : List.of(
            Problem.error(
                "data/empty-split",
                where,
                String.format(
                    Locale.ROOT,
                    "data.validation is '%1$s', but the data have no images of that split: they have %2$d to train on, %3$d for validation and %4$d for the test. %5$s",
                    named.name().toLowerCase(Locale.ROOT),
                    facts.trainExamples(),
                    facts.validationExamples(),
                    facts.testExamples(),
                    Validation.Share.fitting(facts.trainExamples(), facts.classes())
                        .map("Take a share of train: \"validation\": {\"share\": %s}."::formatted)
                        .orElse("Add images of it, or leave data.validation out."))));
  }

  private List<Problem> problems(Validation.Share share, DataFacts facts) {
    long train = facts.trainExamples();
    long drawn = share.of(train);
    long classes = facts.classes();
    if (train < 1 || classes < 2 || Math.min(drawn, train - drawn) >= classes) {
      return List.of(); // no images, or no classes, are a problem of their own
    }
    String rule =
        2 * classes > train
            ? "No share leaves one of each on both sides. " + instead(facts)
            : String.format(
                Locale.ROOT,
                "Both sides need one of each class. Write a share from %s to %s.",
                bound(classes, train, true),
                bound(train - classes, train, false));
    return List.of(
        Problem.error(
            "data/share-too-small",
            where,
            String.format(
                Locale.ROOT,
                "data.validation.share is %s: of %d images to train on, %d would be for validation and %d would be left, but there are %d classes. %s",
                share.share(),
                train,
                drawn,
                train - drawn,
                classes,
                rule)));
  }

  /** Advice where no share is to be had. */
  private static String instead(DataFacts facts) {
    if (facts.validationExamples() > 0) {
      return "Leave data.validation out: the data have a split for it.";
    }
    return facts.testExamples() > 0
        ? "Name a split: \"validation\": \"test\"."
        : "Add images: at least two of each class are needed.";
  }

  /** A share with four digits that gives at least, or at most, so many images. */
  private static String bound(long images, long of, boolean least) {
    double exact = 1e4 * images / of;
    return String.format(Locale.ROOT, "%.4f", (least ? Math.ceil(exact) : Math.floor(exact)) / 1e4);
  }

  /**
   * The images to train on, which are open and in memory once as long as a part of them is in use.
   * The caller is a user of them.
   */
  private synchronized SharedDataset train() throws IOException {
    @Nullable SharedDataset train = opened.get();
    if (train == null || !train.join()) {
      train = new SharedDataset(original.open(Split.TRAIN));
      train.join();
      opened = new WeakReference<>(train);
    }
    return train;
  }

  private Subset part(Validation.Share share, boolean isDrawn) throws IOException {
    SharedDataset train = train();
    try {
      return new Subset(train, indices(train.images(), share, isDrawn));
    } catch (IOException | RuntimeException e) {
      train.leave();
      throw e;
    }
  }

  private int[] indices(Dataset train, Validation.Share share, boolean isDrawn) throws IOException {
    StratifiedShare stratified = StratifiedShare.of(train, original.facts().classes());
    @Nullable Integer lonely = stratified.classOfOneImage().orElse(null);
    if (lonely != null) {
      throw new ProblemException(
          List.of(
              Problem.error(
                  "data/class-too-small",
                  where,
                  "Class '%s' has one image to train on, so a share of train (data.validation) cannot have one of it and leave one. Add images of the class, or take it out of the data."
                      .formatted(original.labelNames().get(lonely)))));
    }
    BitSet indices = stratified.draw(share);
    if (!isDrawn) {
      indices.flip(0, train.size());
    }
    return indices.stream().toArray();
  }
}
