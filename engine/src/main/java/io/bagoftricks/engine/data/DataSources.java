package io.bagoftricks.engine.data;

import java.util.Map;

/** The kinds of data that a recipe may name. */
public final class DataSources {
  /** From the value of {@code data.type} to what the other keys are unless a recipe sets them. */
  public static final Map<String, DataSource> TYPES =
      Map.of(
          "cifar10", Cifar10Data.defaults(),
          "idx", IdxData.defaults(),
          "image-folder", ImageFolderData.defaults(),
          "sample", SampleData.defaults());

  private DataSources() {}
}
