package io.bagoftricks.engine.recipe;

import io.bagoftricks.api.TrainingTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Tricks and recipes of this package's tests. */
final class RecipeFixtures {
  static final RecipeTypes TYPES = ToyTypes.ALL;

  static final Catalog CATALOG =
      new Catalog(
          new TreeMap<>(
              Map.of(
                  "mixup", new Mixup(0.2),
                  "label-smoothing", new Smoothing(0.1, Profile.PAPER),
                  "warmup", new Warmup(TrainingTime.epochs(5)),
                  "zero-gamma", new Nothing(),
                  "normalize", new Normalize(List.of(0.5), List.of(0.25)),
                  "every-type", EveryType.defaults(),
                  "broken-check", new BrokenCheck("text"))));

  private RecipeFixtures() {}

  static Recipe read(String text, String... overrides) {
    return new RecipeReader(TYPES).read(text, "test.json", List.of(overrides), CATALOG);
  }

  /** The folder of a resource beside the tests. */
  static Path folder(String name) {
    try {
      return Path.of(Objects.requireNonNull(RecipeFixtures.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A resource beside the tests. */
  static String resource(String name) {
    try (InputStream input = RecipeFixtures.class.getResourceAsStream(name)) {
      if (input == null) {
        throw new IllegalArgumentException("There is no resource " + name);
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  record Catalog(TreeMap<String, Record> defaults) implements TrickCatalog {
    @Override
    public SortedSet<String> ids() {
      return new TreeSet<>(defaults.keySet());
    }

    @Override
    public Optional<Record> defaultsOf(String id) {
      return Optional.ofNullable(defaults.get(id));
    }

    @Override
    public Optional<String> skipped(String id) {
      return id.equals("broken-type")
          ? Optional.of("plug.Broken (broken.jar) is listed as a trick but is broken.")
          : Optional.empty();
    }

    @Override
    public Optional<String> setupHookOf(String id) {
      return id.equals("zero-gamma") ? Optional.of("onInit") : Optional.empty();
    }

    @Override
    public String summaryOf(String id) {
      return id.equals("mixup") ? "Trains on blends." : "";
    }

    @Override
    public Map<String, String> meaningsOf(String id) {
      return id.equals("mixup") ? Map.of("alpha", "how much is blended") : Map.of();
    }
  }

  enum Profile {
    PAPER,
    GLUON_CV
  }

  // Private on purpose: settings of tricks are package-private records of other modules.
  private record Smoothing(double smoothing, Profile profile) {
    Smoothing {
      if (!(smoothing >= 0 && smoothing < 1)) {
        throw new IllegalArgumentException(
            "smoothing is " + smoothing + ", but must be at least 0 and below 1");
      }
    }
  }

  private record Mixup(double alpha) {
    Mixup {
      if (!(alpha > 0 && alpha <= 100)) {
        throw new IllegalArgumentException("alpha must be above 0 and at most 100, not " + alpha);
      }
    }
  }

  private record Warmup(TrainingTime duration) {}

  private record Nothing() {}

  private record Normalize(List<Double> mean, List<Double> deviation) {
    Normalize {
      if (mean.size() != deviation.size()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "there must be as many means as deviations, not %d and %d",
                mean.size(),
                deviation.size()));
      }
    }
  }

  record EveryType(
      int small,
      long large,
      double real,
      boolean flag,
      String text,
      Profile profile,
      TrainingTime time,
      List<Integer> wholes,
      List<Double> reals,
      List<String> texts,
      Optional<Integer> maybe,
      Optional<List<Profile>> maybeList,
      double unlimited) {
    static EveryType defaults() {
      return new EveryType(
          1,
          2L,
          0.5,
          false,
          "text",
          Profile.PAPER,
          TrainingTime.parse("0.1dur"),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Double.POSITIVE_INFINITY);
    }
  }

  private record BrokenCheck(String text) {
    BrokenCheck {
      if (text.length() < 4) { // as charAt does, whose words differ between versions of Java
        throw new StringIndexOutOfBoundsException("String index out of range: 3");
      }
    }
  }
}
