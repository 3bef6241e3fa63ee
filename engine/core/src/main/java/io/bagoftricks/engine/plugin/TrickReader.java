package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.Slot;
import io.bagoftricks.api.Stage;
import io.bagoftricks.api.Trick;
import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.api.Uses;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what the provider of a trick and its annotations say. */
final class TrickReader {
  private TrickReader() {}

  /**
   * Describes a trick.
   *
   * @throws BrokenProviderException with what is wrong, as the end of a sentence about the class
   */
  static TrickDescriptor read(TrickProvider<?> provider, String origin) {
    TrickCard card = provider.getClass().getAnnotation(TrickCard.class);
    if (card == null) {
      throw new BrokenProviderException("has no @TrickCard");
    }
    String id = ProviderFacts.id(PluginKind.TRICK, card.id());
    Class<? extends Trick> trick = trickOf(provider);
    Record defaults = ProviderFacts.defaults(PluginKind.TRICK, provider::defaults);
    Map<HookPoint, SlotUses> hooks = hooksOf(trick);
    TrickConstructor.check(trick, defaults.getClass());
    return new TrickDescriptor(
        id,
        card.family(),
        card.summary(),
        card.paper(),
        origin,
        provider,
        trick,
        defaults,
        setOf(card.after()),
        setOf(card.before()),
        setOf(card.conflictsWith()),
        setOf(card.firstOf()),
        setOf(card.lastOf()),
        hooks);
  }

  private static Class<? extends Trick> trickOf(TrickProvider<?> provider) {
    @Nullable Class<? extends Trick> trick = provider.trick();
    if (trick == null) {
      throw new BrokenProviderException("gives no trick: trick() returns null");
    }
    if (!Trick.class.isAssignableFrom(trick) || Modifier.isAbstract(trick.getModifiers())) {
      throw new BrokenProviderException(
          "names " + trick.getName() + " as its trick, which is not a concrete class with hooks");
    }
    return trick;
  }

  private static Map<HookPoint, SlotUses> hooksOf(Class<? extends Trick> trick) {
    Map<HookPoint, SlotUses> hooks = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      if (point.hook().isAssignableFrom(trick)) {
        Method method = implementation(point, trick);
        if (method.getDeclaringClass() != point.hook()) {
          hooks.put(point, usesOf(method, point));
        }
      }
    }
    if (hooks.isEmpty()) {
      throw new BrokenProviderException(
          "names " + trick.getName() + " as its trick, which overrides no hook method");
    }
    return hooks;
  }

  private static Method implementation(HookPoint point, Class<? extends Trick> trick) {
    List<Method> declared =
        Arrays.stream(point.hook().getDeclaredMethods())
            .filter(m -> m.getName().equals(point.method()))
            .toList();
    try {
      return trick.getMethod(point.method(), declared.get(0).getParameterTypes());
    } catch (NoSuchMethodException e) {
      throw new BrokenProviderException(
          "names " + trick.getName() + " as its trick, which lacks " + point.method(), e);
    }
  }

  private static SlotUses usesOf(Method method, HookPoint point) {
    Uses annotation = method.getAnnotation(Uses.class);
    if (annotation == null) {
      return SlotUses.everythingAt(point);
    }
    SlotUses uses = SlotUses.from(annotation);
    SortedSet<Slot> foreign = new TreeSet<>(uses.written());
    foreign.removeAll(point.slots());
    if (!foreign.isEmpty()) {
      throw new BrokenProviderException(
          "declares to write %s in %s, where only %s can be written"
              .formatted(foreign, point.method(), point.slots()));
    }
    if (!uses.stage().isOfferedBy(point.hook())) {
      throw new BrokenProviderException(
          "names the stage %s in %s, where the stages are %s"
              .formatted(
                  uses.stage(),
                  point.method(),
                  Arrays.stream(Stage.values())
                      .filter(stage -> stage.isOfferedBy(point.hook()))
                      .toList()));
    }
    return uses;
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static <T> Set<T> setOf(T... values) {
    return Set.copyOf(Arrays.asList(values));
  }
}
