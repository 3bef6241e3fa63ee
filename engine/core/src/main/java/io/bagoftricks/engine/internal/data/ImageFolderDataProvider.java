package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link ImageFolderData}. */
@TypeCard(id = "image-folder", summary = "A folder for each class, with images in it.")
public final class ImageFolderDataProvider implements DataSourceProvider<ImageFolderData> {
  @Override
  public ImageFolderData defaults() {
    return ImageFolderData.defaults();
  }

  @Override
  public DataSource make(ImageFolderData settings) {
    return settings;
  }
}
