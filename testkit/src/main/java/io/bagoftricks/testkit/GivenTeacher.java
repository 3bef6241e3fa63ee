package io.bagoftricks.testkit;

import io.bagoftricks.api.RunFacts;
import io.bagoftricks.api.network.Normalization;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.frozen.FrozenNetwork;
import io.bagoftricks.engine.plan.TeacherFacts;
import io.bagoftricks.engine.plan.TeacherModel;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A teacher that computes what a test says, whatever its source. */
record GivenTeacher(UnaryOperator<INDArray> logits, RunFacts student) implements TeacherModel {
  @Override
  public TeacherFacts facts() {
    return new TeacherFacts(
        "the teacher of a test",
        student.classes(),
        student.input().channels(),
        Optional.of(student.input()),
        Normalization.unit(student.input().channels()),
        0,
        Optional.empty(),
        "");
  }

  @Override
  public FrozenNetwork open(Backend backend, Precision precision) {
    return new FrozenNetwork() {
      @Override
      public INDArray logits(INDArray inputs) {
        return logits.apply(inputs);
      }

      @Override
      public void close() {}
    };
  }
}
