package io.bagoftricks.engine.internal.plugin;

import io.bagoftricks.api.ParameterView;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Something of the engine in the hands of a plugin for one call: it works in the thread of the
 * call, and until the call is over. Whoever uses it elsewhere or later gets an exception, and is
 * told of, since a plugin may swallow it.
 *
 * @param <C> the interface through which the plugin sees it
 */
public final class Handout<C> implements InvocationHandler, AutoCloseable {
  /** Is told what a plugin does with what it was handed. */
  public interface Observer {
    /** It asked for an array, by a method of this name, and gets it. */
    default void asked(String method, INDArray array) {}

    /**
     * It broke a rule, perhaps in a thread of its own.
     *
     * @param what it did, and what to do instead: sentences
     */
    void misused(String what);
  }

  private final Class<C> type;
  private final C target;
  private final Observer observer;
  private final Thread thread = Thread.currentThread();
  private final List<Handout<?>> parts = new ArrayList<>();
  private volatile boolean over;

  /** Hands something out to the code that the current thread is about to call. */
  public Handout(Class<C> type, C target, Observer observer) {
    this.type = type;
    this.target = target;
    this.observer = observer;
  }

  /** The object that the plugin gets. */
  public C view() {
    return type.cast(
        Proxy.newProxyInstance(Handout.class.getClassLoader(), new Class<?>[] {type}, this));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() != Object.class) {
      check(method);
      if (arguments != null && Arrays.asList(arguments).contains(null)) {
        throw new IllegalArgumentException(
            named(method) + " was given null, which nothing of the API takes");
      }
    }
    if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class) {
      return arguments != null && proxy == arguments[0];
    }
    try {
      Object result = method.invoke(target, arguments);
      if (result instanceof INDArray array) {
        observer.asked(method.getName(), array);
      }
      return result instanceof List<?> list ? handedOut(list, method) : result;
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  /** The call is over. */
  @Override
  public void close() {
    over = true;
    parts.forEach(Handout::close);
    parts.clear();
  }

  /** Views of parameters live as long as what hands them out. */
  private List<?> handedOut(List<?> list, Method method) {
    if (method.getGenericReturnType() instanceof ParameterizedType type
        && type.getActualTypeArguments()[0] instanceof Class<?> element
        && ParameterView.class.isAssignableFrom(element)) {
      return list.stream().map(each -> part(element, each)).toList();
    }
    return list;
  }

  private <P> P part(Class<P> element, Object each) {
    Handout<P> handout = new Handout<>(element, element.cast(each), observer);
    parts.add(handout);
    return handout.view();
  }

  private void check(Method method) {
    if (over) {
      observer.misused(
          "it used %s after the call had returned. Keep the values that are needed, not the %s."
              .formatted(named(method), type.getSimpleName()));
      throw new IllegalStateException(
          named(method)
              + " was called after the hook had returned: what it is handed is valid until then");
    }
    if (Thread.currentThread() != thread) {
      observer.misused(
          "it used %s in the thread '%s'. Only the thread in which the trick is called may."
              .formatted(named(method), Thread.currentThread().getName()));
      throw new IllegalStateException(
          named(method)
              + " was called in another thread than the hook, which is the only one that may");
    }
  }

  private String named(Method method) {
    return "%s.%s()".formatted(type.getSimpleName(), method.getName());
  }
}
