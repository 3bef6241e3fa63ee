package io.bagoftricks.engine.explain;

import io.bagoftricks.engine.plugin.CardFile;
import io.bagoftricks.engine.plugin.TrickDescriptor;

/** What there is to read about one trick. */
public final class TrickText {
  private TrickText() {}

  /** Its card, or what its provider says where it brings no card; and where it was found. */
  public static String of(TrickDescriptor trick) {
    return "%s%n%nFound in %s."
        .formatted(
            CardFile.text(trick).orElseGet(() -> withoutCard(trick)).strip(), trick.origin());
  }

  private static String withoutCard(TrickDescriptor trick) {
    String settings = Figures.settings(trick.defaults());
    return "# %s%n%n%s %s%n%nSettings: %s."
        .formatted(
            trick.id(), trick.summary(), trick.paper(), settings.isEmpty() ? "none" : settings);
  }
}
