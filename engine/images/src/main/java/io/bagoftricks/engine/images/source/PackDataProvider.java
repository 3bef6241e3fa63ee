package io.bagoftricks.engine.images.source;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link PackData}. */
@AutoService(DataSourceProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "pack",
    summary = "A pack that 'tricks data pack' has made: many images in few files.")
public final class PackDataProvider implements DataSourceProvider<PackData> {
  @Override
  public PackData defaults() {
    return PackData.defaults();
  }

  @Override
  public DataSource make(PackData settings) {
    return new PackSource(settings);
  }
}
