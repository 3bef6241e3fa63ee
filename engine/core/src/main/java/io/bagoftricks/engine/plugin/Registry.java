package io.bagoftricks.engine.plugin;

import io.bagoftricks.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The descriptors of one kind by id, in the order in which they were found. An id that several have
 * is a problem, and none of them is there.
 */
final class Registry<D extends Descriptor> {
  private final Map<String, D> byId = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Registry(List<D> found) {
    Map<String, List<D>> all =
        found.stream()
            .collect(
                Collectors.groupingBy(Descriptor::id, LinkedHashMap::new, Collectors.toList()));
    all.forEach(
        (id, same) -> {
          if (same.size() == 1) {
            byId.put(id, same.get(0));
          } else {
            problems.add(duplicate(id, same));
          }
        });
  }

  List<D> all() {
    return List.copyOf(byId.values());
  }

  Optional<D> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  private static Problem duplicate(String id, List<? extends Descriptor> same) {
    String who =
        same.stream()
            .map(d -> d.provider().getClass().getName() + " (" + d.origin() + ")")
            .sorted()
            .collect(Collectors.joining(" and "));
    return Problem.error(
        "plugin/duplicate-id",
        "",
        "%s %ss call themselves '%s': %s. None is used; remove all but one."
            .formatted(
                same.size() == 2 ? "Two" : Integer.toString(same.size()),
                same.get(0).kind().noun(),
                id,
                who));
  }
}
