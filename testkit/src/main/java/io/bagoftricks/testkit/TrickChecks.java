package io.bagoftricks.testkit;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.recipe.TrickEntry;

/** Calls a provider's own check. */
final class TrickChecks {
  private TrickChecks() {}

  static <C extends Record> RecordedProblems of(
      TrickProvider<C> provider, TrickEntry entry, RunFacts facts) {
    RecordedProblems problems = new RecordedProblems();
    @SuppressWarnings("unchecked") // the settings of an entry are of the class of the defaults
    C config = (C) provider.defaults().getClass().cast(entry.config());
    provider.check(config, facts, problems);
    return problems;
  }
}
