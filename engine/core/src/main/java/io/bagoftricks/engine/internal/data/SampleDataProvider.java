package io.bagoftricks.engine.internal.data;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link SampleData}. */
@AutoService(DataSourceProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(id = "sample", summary = "A small data set that comes with the engine.")
public final class SampleDataProvider implements DataSourceProvider<SampleData> {
  @Override
  public SampleData defaults() {
    return SampleData.defaults();
  }

  @Override
  public DataSource make(SampleData settings) {
    return settings;
  }
}
