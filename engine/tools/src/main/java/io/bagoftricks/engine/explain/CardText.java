package io.bagoftricks.engine.explain;

import io.bagoftricks.engine.plugin.CardFile;
import io.bagoftricks.engine.plugin.Descriptor;

/** The description of one trick, model, optimizer or data source that recipes can name. */
public final class CardText {
  private CardText() {}

  /** Its card, or what its provider says where it brings no card; and where it was found. */
  public static String of(Descriptor found) {
    return "%s%n%nFound in %s."
        .formatted(
            CardFile.text(found).orElseGet(() -> withoutCard(found)).strip(), found.origin());
  }

  private static String withoutCard(Descriptor found) {
    String settings = Figures.settings(found.defaults());
    return "# %s%n%n%s %s%n%nSettings: %s."
        .formatted(
            found.id(), found.summary(), found.paper(), settings.isEmpty() ? "none" : settings);
  }
}
