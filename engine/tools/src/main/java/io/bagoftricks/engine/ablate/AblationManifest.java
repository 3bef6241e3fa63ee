package io.bagoftricks.engine.ablate;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bagoftricks.engine.diff.JsonLeaves;
import io.bagoftricks.engine.internal.storage.StrictJson;
import io.bagoftricks.engine.recipe.ResultKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The variants that an ablation compares, so that another one does not go on with its runs. */
record AblationManifest(List<Compared> variants) {
  private static final int NAMED = 5;

  /** Copies the list. */
  AblationManifest {
    variants = List.copyOf(variants);
  }

  /**
   * A variant with its first seed.
   *
   * @param recipe resolved
   */
  record Compared(String name, String recipe, Origin origin) {}

  /** The backend of all runs. */
  String backend() {
    return variants.get(0).origin().backend();
  }

  /**
   * The differences of another ablation from this one, in words; none where its runs go with these.
   */
  List<String> differences(AblationManifest now) {
    List<String> differences = new ArrayList<>();
    if (!names().equals(now.names())) {
      differences.add("it compares %s, not %s".formatted(names(), now.names()));
    } else if (!each(Origin::resultKey).equals(now.each(Origin::resultKey))) {
      differences.add(settings(now));
    }
    if (!each(Origin::data).equals(now.each(Origin::data))) {
      differences.add("it was begun with other images or labels than the data have now");
    }
    if (!backend().equals(now.backend())) {
      differences.add("its backend is '%s', not '%s'".formatted(backend(), now.backend()));
    }
    if (!each(Origin::weights).equals(now.each(Origin::weights))) {
      differences.add("it starts from other weights");
    }
    if (names().equals(now.names()) && !each(Origin::teachers).equals(now.each(Origin::teachers))) {
      differences.add("its tricks learn from another teacher");
    }
    return differences;
  }

  private List<String> names() {
    return variants.stream().map(Compared::name).toList();
  }

  private <T> List<T> each(Function<Origin, T> part) {
    return variants.stream().map(variant -> part.apply(variant.origin())).toList();
  }

  /** Those of the first variant that is another one now. */
  private String settings(AblationManifest now) {
    int variant = 0;
    while (resultKey(variant).equals(now.resultKey(variant))) {
      variant++;
    }
    Map<String, String> before = leaves(variant);
    Map<String, String> after = now.leaves(variant);
    Set<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(after.keySet());
    paths.removeIf(
        path -> Objects.equals(before.get(path), after.get(path)) || ResultKey.FREE.contains(path));
    List<String> named =
        paths.stream()
            .limit(NAMED)
            .map(
                path ->
                    "%s was %s and is %s"
                        .formatted(
                            path,
                            before.getOrDefault(path, "missing"),
                            after.getOrDefault(path, "missing")))
            .toList();
    return "its recipe has other settings: %s%s"
        .formatted(String.join(", ", named), paths.size() > NAMED ? ", and more" : "");
  }

  private String resultKey(int variant) {
    return variants.get(variant).origin().resultKey();
  }

  private Map<String, String> leaves(int variant) {
    try {
      return JsonLeaves.of(StrictJson.tree(variants.get(variant).recipe()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A resolved recipe is JSON", e);
    }
  }
}
