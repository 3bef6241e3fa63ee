package io.bagoftricks.engine.recipe;

import io.bagoftricks.engine.data.Cifar10Data;
import io.bagoftricks.engine.data.DataSource;
import io.bagoftricks.engine.data.IdxData;
import io.bagoftricks.engine.data.ImageFolderData;
import io.bagoftricks.engine.data.SampleData;
import io.bagoftricks.engine.model.CifarResNet;
import io.bagoftricks.engine.model.Model;
import io.bagoftricks.engine.model.ResNet;
import io.bagoftricks.engine.optimizer.AdamW;
import io.bagoftricks.engine.optimizer.Nag;
import io.bagoftricks.engine.optimizer.Optimizer;
import io.bagoftricks.engine.optimizer.Sgd;
import java.util.List;

/** The data, models and optimizers that a recipe can name by {@code type}. */
public record RecipeTypes(
    TypeTable<DataSource> data, TypeTable<Model> model, TypeTable<Optimizer> optimizer) {
  /** All that the engine brings. */
  public static RecipeTypes defaults() {
    return withData(
        TypeTable.of("data", DataSource.class)
            .with("sample", SampleData.defaults())
            .with("idx", IdxData.defaults())
            .with("cifar10", Cifar10Data.defaults())
            .with("image-folder", ImageFolderData.defaults()));
  }

  /** The three tables. */
  List<TypeTable<?>> all() {
    return List.of(data, model, optimizer);
  }

  /** The engine's models and optimizers, and these data. */
  public static RecipeTypes withData(TypeTable<DataSource> data) {
    return new RecipeTypes(
        data,
        TypeTable.of("model", Model.class)
            .with("resnet", ResNet.defaults())
            .with("cifar-resnet", CifarResNet.defaults()),
        TypeTable.of("optimizer", Optimizer.class)
            .with("nag", Nag.defaults())
            .with("sgd", Sgd.defaults())
            .with("adamw", AdamW.defaults()));
  }
}
