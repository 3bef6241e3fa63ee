package io.bagoftricks.engine.ablate;

import io.bagoftricks.engine.problem.Problem;
import io.bagoftricks.engine.problem.ProblemException;
import io.bagoftricks.engine.recipe.Recipe;
import io.bagoftricks.engine.recipe.TrickEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A subset of a recipe's tricks.
 *
 * @param name {@code + warmup}, for instance
 * @param changed the trick that tells it from its reference; empty for the first variant, and where
 *     several do
 * @param reference the index of the variant that it is compared with; its own for the first
 * @param instances of the tricks it trains with
 */
public record Variant(
    String name, Optional<TrickEntry> changed, int reference, Set<String> instances) {
  /** Copies the set. */
  public Variant {
    instances = Set.copyOf(instances);
  }

  /**
   * The variants of a recipe.
   *
   * @param kept instances that are in every variant
   * @throws ProblemException if one of these is not in the recipe, or nothing is left to vary
   */
  public static List<Variant> of(Recipe recipe, AblationMode mode, List<String> kept) {
    List<String> all = recipe.tricks().stream().map(TrickEntry::id).toList();
    List<TrickEntry> varied =
        recipe.tricks().stream().filter(trick -> !kept.contains(trick.id())).toList();
    check(recipe, all, varied, kept);
    List<Variant> variants = new ArrayList<>();
    if (mode == AblationMode.LEAVE_ONE_OUT) {
      variants.add(new Variant("all", Optional.empty(), 0, Set.copyOf(all)));
      for (TrickEntry trick : varied) {
        variants.add(
            new Variant(
                "- " + trick.id(),
                Optional.of(trick),
                0,
                subset(all, id -> !id.equals(trick.id()))));
      }
      return variants;
    }
    variants.add(new Variant("baseline", Optional.empty(), 0, Set.copyOf(kept)));
    if (mode == AblationMode.ALL_OR_NONE) {
      variants.add(new Variant("all", Optional.empty(), 0, Set.copyOf(all)));
      return variants;
    }
    for (int i = 0; i < varied.size(); i++) {
      boolean cumulative = mode == AblationMode.CUMULATIVE;
      List<String> added =
          varied.subList(cumulative ? 0 : i, i + 1).stream().map(TrickEntry::id).toList();
      variants.add(
          new Variant(
              "+ " + varied.get(i).id(),
              Optional.of(varied.get(i)),
              cumulative ? i : 0,
              subset(all, id -> kept.contains(id) || added.contains(id))));
    }
    return variants;
  }

  /**
   * The same variants, in which a trick is there as long as another is not, in whose place it
   * stands: a schedule that the other replaces, for instance.
   *
   * @param standIns from an instance of the recipe to the instance that stands in for it
   * @throws ProblemException if no variant is without the one, or the other is not in the recipe,
   *     or in a variant by itself
   */
  public static List<Variant> with(
      Map<String, String> standIns, List<Variant> variants, Recipe recipe) {
    List<String> all = recipe.tricks().stream().map(TrickEntry::id).toList();
    List<Problem> problems = new ArrayList<>();
    standIns.forEach(
        (trick, standIn) -> {
          boolean varied = variants.stream().anyMatch(v -> !v.instances().contains(trick));
          boolean there = variants.stream().anyMatch(v -> v.instances().contains(standIn));
          if (!all.contains(trick) || !all.contains(standIn) || !varied || there) {
            problems.add(
                Problem.error(
                    "ablate/unknown-trick",
                    recipe.source(),
                    "--instead has '%s=%s', but both must be in the recipe, the second with \"enabled\": false, and the first not in --keep. The recipe's tricks are %s."
                        .formatted(trick, standIn, all)));
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return variants.stream().map(variant -> variant.with(standIns)).toList();
  }

  private Variant with(Map<String, String> standIns) {
    Set<String> more = new HashSet<>(instances);
    standIns.forEach(
        (trick, standIn) -> {
          if (!instances.contains(trick)) {
            more.add(standIn);
          }
        });
    return new Variant(name, changed, reference, more);
  }

  /** The recipe with these tricks alone. */
  public Recipe of(Recipe recipe) {
    return recipe.withTricks(
        recipe.tricks().stream().filter(trick -> instances.contains(trick.id())).toList());
  }

  private static Set<String> subset(List<String> all, Predicate<String> which) {
    return Set.copyOf(all.stream().filter(which).toList());
  }

  private static void check(
      Recipe recipe, List<String> all, List<TrickEntry> varied, List<String> kept) {
    List<Problem> problems = new ArrayList<>();
    for (String id : kept) {
      if (!all.contains(id)) {
        problems.add(
            Problem.error(
                "ablate/unknown-trick",
                recipe.source(),
                "--keep has '%s', but the recipe's tricks are %s.".formatted(id, all)));
      }
    }
    if (varied.isEmpty()) {
      problems.add(
          Problem.error(
              "ablate/nothing-to-vary",
              recipe.source(),
              "There is no trick to add or leave out. Name fewer in --keep, or put tricks into the"
                  + " recipe."));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }
}
