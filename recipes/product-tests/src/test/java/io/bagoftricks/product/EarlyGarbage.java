package io.bagoftricks.product;

import io.bagoftricks.engine.cli.Main;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.nd4j.context.Nd4jContext;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueContext;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/**
 * A process that collects garbage whenever ND4J is about to call native code, twice for each place
 * in the code, and tells which calls were handed memory that the collector had freed. Such memory
 * is kept instead, so that the process goes on.
 */
final class EarlyGarbage {
  private static final int TIMES_FOR_A_PLACE = 2;
  private static final int MILLISECONDS_FOR_FREEING = 20;
  private static final int FRAMES = 8;
  private static final int ROWS = 4;

  private final NativeOps natives;
  private final Set<Long> freed = ConcurrentHashMap.newKeySet();
  private final Map<Long, List<Long>> contexts = new ConcurrentHashMap<>();
  private final Map<String, Integer> places = new ConcurrentHashMap<>();
  private final AtomicBoolean collecting = new AtomicBoolean();
  private final Set<String> found = new ConcurrentSkipListSet<>();

  private EarlyGarbage(NativeOps natives) {
    this.natives = natives;
  }

  /** The child: trains with the arguments, or, without any, forgets arrays too early itself. */
  public static void main(String[] arguments) throws Exception {
    EarlyGarbage watch = install();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = arguments.length > 0 ? Main.run(out, err, arguments) : forgetEarly();
    out.println("places " + watch.places.size());
    watch.found.forEach(out::println);
    out.flush();
    System.exit(code);
  }

  /** ND4J does not hold the view while it asks native code for what it needs to pull rows. */
  private static int forgetEarly() {
    INDArray array = Nd4j.ones(DataType.FLOAT, ROWS, 1, 2, 2);
    for (int i = 0; i < ROWS; i++) {
      pullRows(array).close();
    }
    return 0;
  }

  private static INDArray pullRows(INDArray from) {
    return Nd4j.pullRows(from.reshape(ROWS, from.length() / ROWS), 1, new int[] {3, 2, 1, 0});
  }

  private static EarlyGarbage install() throws Exception {
    Nd4jContext.getInstance()
        .updateProperties(Nd4jBackend.load().getConfigurationResource().getInputStream());
    NativeOpsHolder holder = NativeOpsHolder.getInstance();
    EarlyGarbage watch = new EarlyGarbage(holder.getDeviceNativeOps());
    Field natives = NativeOpsHolder.class.getDeclaredField("deviceNativeOps");
    natives.setAccessible(true);
    natives.set(
        holder,
        Proxy.newProxyInstance(
            EarlyGarbage.class.getClassLoader(),
            new Class<?>[] {NativeOps.class},
            (proxy, method, arguments) ->
                watch.called(method, arguments == null ? new Object[0] : arguments)));
    return watch;
  }

  private @Nullable Object called(Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (name.equals("deleteDataBuffer")) {
      freed.add(((OpaqueDataBuffer) arguments[0]).address());
      return null;
    }
    if (name.equals("deleteGraphContext") || name.equals("ctxPurge")) {
      contexts.remove(((OpaqueContext) arguments[0]).address());
    } else {
      List<Long> memory = memory(arguments);
      if (!memory.isEmpty()) {
        collectGarbage(name);
        if (memory.stream().anyMatch(freed::contains)) {
          found.add(name + place());
        }
      }
    }
    try {
      return method.invoke(natives, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Of arrays that are arguments, or were handed to a context that is one. */
  private List<Long> memory(Object[] arguments) {
    List<Long> own = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof OpaqueDataBuffer buffer) {
        own.add(buffer.address());
      }
    }
    List<Long> all = new ArrayList<>(own);
    for (Object argument : arguments) {
      if (argument instanceof OpaqueContext context) {
        List<Long> ofContext = contexts.computeIfAbsent(context.address(), c -> new ArrayList<>());
        ofContext.addAll(own);
        all.addAll(ofContext);
      }
    }
    return all;
  }

  private void collectGarbage(String name) throws InterruptedException {
    if (places.merge(name + place(), 1, Integer::sum) > TIMES_FOR_A_PLACE
        || !collecting.compareAndSet(false, true)) {
      return;
    }
    System.gc();
    TimeUnit.MILLISECONDS.sleep(MILLISECONDS_FOR_FREEING);
    collecting.set(false);
  }

  private static String place() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> isOfInterest(frame.getClassName()))
                    .limit(FRAMES)
                    .map(frame -> " < " + frame.toStackTraceElement())
                    .collect(Collectors.joining()));
  }

  private static boolean isOfInterest(String type) {
    return type.startsWith("org.nd4j.")
        || (type.startsWith("io.bagoftricks.") && !type.equals(EarlyGarbage.class.getName()));
  }
}
