package io.bagoftricks.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** The settings of a trick with one value exchanged, as its constructor takes or refuses them. */
record ConfigValues(Record config) {
  /** The components of the record, in order. */
  RecordComponent[] components() {
    return config.getClass().getRecordComponents();
  }

  /** A component's value. */
  Object value(RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(config);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The record with another value for a component.
   *
   * @throws Throwable what its constructor throws
   */
  Record with(RecordComponent changed, Object value) throws Throwable {
    Object[] values =
        Arrays.stream(components())
            .map(each -> each.getName().equals(changed.getName()) ? value : value(each))
            .toArray();
    Class<?>[] types =
        Arrays.stream(components()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<? extends Record> constructor = config.getClass().getDeclaredConstructor(types);
    constructor.setAccessible(true);
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** The record of settings at the end of a path of components, each of which is a record. */
  ConfigValues record(List<RecordComponent> path) {
    ConfigValues record = this;
    for (RecordComponent component : path) {
      record = new ConfigValues((Record) record.value(component));
    }
    return record;
  }

  /**
   * The record with another value for what is at the end of a path of components.
   *
   * @throws Throwable what a constructor throws
   */
  Record with(List<RecordComponent> path, Object value) throws Throwable {
    Object inner = value;
    for (int depth = path.size() - 1; depth > 0; depth--) {
      inner = record(path.subList(0, depth)).with(path.get(depth), inner);
    }
    return with(path.get(0), inner);
  }
}
