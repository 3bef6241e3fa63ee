package io.bagoftricks.backends.testkit;

import java.util.ArrayList;
import java.util.List;

/** The copies from the device to the host so far. */
final class Traffic {
  private final List<String> fetched = new ArrayList<>();

  void fetched(String name) {
    fetched.add(name);
  }

  List<String> fetched() {
    return List.copyOf(fetched);
  }
}
