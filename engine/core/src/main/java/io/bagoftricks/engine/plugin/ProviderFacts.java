package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TrickCard;
import io.bagoftricks.api.TypeCard;
import io.bagoftricks.engine.recipe.SettingTypes;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the descriptions that providers of all kinds give of themselves. */
final class ProviderFacts {
  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private ProviderFacts() {}

  /**
   * Checks an id.
   *
   * @throws BrokenProviderException if it is none
   */
  static String id(PluginKind<?, ?> kind, String id) {
    if (!KEBAB.matcher(id).matches()) {
      throw new BrokenProviderException(
          "calls its %s '%s', which is not kebab-case such as 'my-%s'"
              .formatted(kind.noun(), id, kind.noun().replace(' ', '-')));
    }
    return id;
  }

  /**
   * The id that a provider's card gives, of whatever kind it is; empty where it cannot be read.
   *
   * @param provider looked at, and not initialized
   */
  static Optional<String> idOf(Class<?> provider) {
    try {
      return Optional.ofNullable(provider.getAnnotation(TrickCard.class))
          .map(TrickCard::id)
          .or(() -> Optional.ofNullable(provider.getAnnotation(TypeCard.class)).map(TypeCard::id));
    } catch (RuntimeException | LinkageError e) { // what it names may not be there
      return Optional.empty();
    }
  }

  /**
   * Checks settings.
   *
   * @param given asks the provider; an unchecked one may return what its type denies
   * @throws BrokenProviderException if they are none
   */
  static Record defaults(PluginKind<?, ?> kind, Supplier<@Nullable Object> given) {
    @Nullable Object defaults;
    try {
      defaults = given.get();
    } catch (IllegalArgumentException e) {
      throw new BrokenProviderException("its own defaults() are refused: " + e.getMessage(), e);
    }
    if (!(defaults instanceof Record config)) {
      throw new BrokenProviderException(
          "has no settings: defaults() returns "
              + (defaults == null ? "null" : "a " + defaults.getClass().getName())
              + ", but must return a record");
    }
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      if (kind.reservedKeys().contains(component.getName())) {
        throw new BrokenProviderException(
            "has a setting '%s', but the keys %s belong to the engine"
                .formatted(component.getName(), kind.reservedKeys()));
      }
    }
    SettingTypes.fault(config)
        .ifPresent(
            fault -> {
              throw new BrokenProviderException("has settings that no recipe can hold: " + fault);
            });
    return config;
  }
}
