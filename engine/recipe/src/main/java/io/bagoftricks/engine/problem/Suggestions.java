package io.bagoftricks.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Names that were probably meant. Nearness is the optimal string alignment distance: insertions,
 * deletions, substitutions and swaps of neighbors, after case, hyphens and underscores are gone.
 */
public final class Suggestions {
  private static final int MOST_NAMES = 500;

  private Suggestions() {}

  /** The last sentence of a message: the known name that was probably meant, else all of them. */
  public static String sentence(String given, Collection<String> known) {
    if (known.isEmpty()) {
      return "There is none.";
    }
    return nearest(given, known)
        .map(name -> "Did you mean " + Quotes.name(name) + "?")
        .orElseGet(() -> "Known: " + Quotes.names(known) + ".");
  }

  /** The fault of a name that stands for nothing, and what was probably meant. */
  public static String unknown(String given, String kind, Collection<String> known) {
    return "names %s, but there is no such %s. %s"
        .formatted(Quotes.name(given), kind, sentence(given, known));
  }

  /**
   * The known name nearest to a given one, if at most a third of its letters is wrong; else the one
   * that it abbreviates.
   */
  public static Optional<String> nearest(String given, Collection<String> known) {
    String letters = letters(given);
    // The known names may be the ids of a generated recipe: a list of any length.
    List<String> candidates = known.stream().limit(MOST_NAMES).toList();
    return candidates.stream()
        .filter(name -> near(letters, letters(name)))
        .min(Comparator.comparingInt(name -> distance(letters, letters(name))))
        .or(
            () ->
                candidates.stream()
                    .filter(name -> letters.length() > 1 && letters.equals(initials(name)))
                    .findFirst());
  }

  /** The first letters of a name's words: {@code lr} of {@code learningRate}. */
  private static String initials(String name) {
    return name.replaceAll("(?<=[A-Za-z])[a-z0-9]", "")
        .replaceAll("[-_]", "")
        .toLowerCase(Locale.ROOT);
  }

  private static boolean near(String a, String b) {
    int wrong = Math.max(1, Math.max(a.length(), b.length()) / 3);
    // The lengths first: a key may be a megabyte long.
    return Math.abs(a.length() - b.length()) <= wrong
        && distance(a, b) <= wrong
        && distance(a, b) < Math.min(a.length(), b.length());
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  /** The optimal string alignment distance. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int substitution = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
