package io.bagoftricks.engine.internal.data;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link IdxData}. */
@AutoService(DataSourceProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "idx",
    summary =
        "A folder with four files in MNIST's format, such as those of Fashion-MNIST, plain or .gz.")
public final class IdxDataProvider implements DataSourceProvider<IdxData> {
  @Override
  public IdxData defaults() {
    return IdxData.defaults();
  }

  @Override
  public DataSource make(IdxData settings) {
    return settings;
  }
}
