package io.bagoftricks.engine.internal.data;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;

/** Registers {@link Cifar100Data}. */
@AutoService(DataSourceProvider.class)
@SuppressWarnings("rawtypes") // ServiceLoader knows no type parameters
@TypeCard(
    id = "cifar100",
    summary = "CIFAR-100 in its binary version.",
    paper = "Krizhevsky 2009, Learning Multiple Layers of Features from Tiny Images")
public final class Cifar100DataProvider implements DataSourceProvider<Cifar100Data> {
  @Override
  public Cifar100Data defaults() {
    return Cifar100Data.defaults();
  }

  @Override
  public DataSource make(Cifar100Data settings) {
    return settings;
  }
}
