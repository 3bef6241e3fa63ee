package io.bagoftricks.engine.images.source;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link ImageFolderData}. */
@AutoService(DataSourceProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(id = "image-folder", summary = "A folder for each class, with images in it.")
public final class ImageFolderDataProvider implements DataSourceProvider<ImageFolderData> {
  @Override
  public ImageFolderData defaults() {
    return ImageFolderData.defaults();
  }

  @Override
  public DataSource make(ImageFolderData settings) {
    return new ImageFolder(settings);
  }
}
