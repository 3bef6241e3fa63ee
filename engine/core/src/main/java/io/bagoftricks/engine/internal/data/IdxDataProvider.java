package io.bagoftricks.engine.internal.data;

import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link IdxData}. */
@TypeCard(
    id = "idx",
    summary = "A folder with the four files of MNIST, Fashion-MNIST and their kin, plain or .gz.")
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
