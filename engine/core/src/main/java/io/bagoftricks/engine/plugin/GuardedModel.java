package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.model.Model;
import io.bagoftricks.api.model.NetworkBuilder;
import io.bagoftricks.engine.internal.plugin.Handout;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A model of a plugin: a failure names it. */
record GuardedModel(Model made, TypeCalls calls) implements Model {
  private static final String BUILD = "build";

  /**
   * {@inheritDoc}
   *
   * @throws TypeException if the model fails, or uses the builder elsewhere or later
   */
  @Override
  public void build(NetworkBuilder network) {
    Queue<String> misuses = new ConcurrentLinkedQueue<>();
    try (Handout<NetworkBuilder> handout =
        new Handout<>(NetworkBuilder.class, network, misuses::add)) {
      calls.refusable(
          BUILD,
          made,
          () -> {
            made.build(handout.view());
            return made;
          });
    }
    String misuse = misuses.poll();
    if (misuse != null) {
      throw calls.broken("plugin/context-misused", BUILD, "", misuse);
    }
  }
}
