package io.bagoftricks.engine.internal.data;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link Cifar10Data}. */
@AutoService(DataSourceProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "cifar10",
    summary = "CIFAR-10 in its binary version.",
    paper = "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images")
public final class Cifar10DataProvider implements DataSourceProvider<Cifar10Data> {
  @Override
  public Cifar10Data defaults() {
    return Cifar10Data.defaults();
  }

  @Override
  public DataSource make(Cifar10Data settings) {
    return settings;
  }
}
