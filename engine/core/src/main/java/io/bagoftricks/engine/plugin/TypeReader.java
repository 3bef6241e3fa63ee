package io.bagoftricks.engine.plugin;

import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.TypeProvider;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/** Reads what the provider of a model, an optimizer or a source of data says. */
final class TypeReader {
  private TypeReader() {}

  /**
   * Describes a type.
   *
   * @throws BrokenProviderException with what is wrong, as the end of a sentence about the class
   */
  static <T> TypeDescriptor<T> read(
      PluginKind<?, TypeDescriptor<T>> kind,
      TypeProvider<?, ?> provider,
      String origin,
      RunningCalls calls,
      TypeDescriptor.Guard<T> guard) {
    TypeCard card = provider.getClass().getAnnotation(TypeCard.class);
    if (card == null) {
      throw new BrokenProviderException("has no @TypeCard");
    }
    String id = ProviderFacts.id(kind, card.id());
    Record defaults = ProviderFacts.defaults(kind, provider::defaults);
    List<String> required = List.of(card.required());
    List<String> settings =
        Arrays.stream(defaults.getClass().getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    if (!settings.containsAll(required)) {
      throw new BrokenProviderException(
          "requires the settings %s, but has %s".formatted(required, settings));
    }
    return new TypeDescriptor<>(
        kind, id, card.summary(), card.paper(), required, origin, provider, defaults, calls, guard);
  }
}
