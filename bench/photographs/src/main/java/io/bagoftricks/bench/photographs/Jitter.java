package io.bagoftricks.bench.photographs;

/** How colors of a photograph are changed, and with PCA noise besides. */
enum Jitter {
  /** Not at all. */
  NONE(""),
  /** Brightness, contrast and saturation, in random order. */
  GLUONCV(", {\"trick\": \"hsb-jitter\", \"profile\": \"gluoncv\"}, {\"trick\": \"pca-noise\"}"),
  /** Hue, saturation and brightness, at once. */
  PAPER(", {\"trick\": \"hsb-jitter\"}, {\"trick\": \"pca-noise\"}");

  private final String tricks;

  Jitter(String tricks) {
    this.tricks = tricks;
  }

  /** Entries of a recipe, behind others. */
  String tricks() {
    return tricks;
  }
}
