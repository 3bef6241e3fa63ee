package io.bagoftricks.engine.internal.checkpoint;

import io.bagoftricks.api.network.BatchNorm2d;
import io.bagoftricks.api.network.CustomLayer;
import io.bagoftricks.api.network.Initializer;
import io.bagoftricks.api.network.Layer;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Parameter;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.engine.internal.network.CoveredLayer;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A network in words, one line per layer: what it computes, from which layers, with which
 * parameters. How parameters begin is not part of it. Equal names do not make equal networks; equal
 * words do.
 *
 * @param hash of all lines, SHA-256 in hexadecimal
 * @param layers the description of each layer, by name, in the order of the network
 */
record NetworkStructure(String hash, Map<String, String> layers) {
  /**
   * Settings that a layer got after checkpoints of it were written, with what it did before: they
   * are left out at this value, so that those checkpoints still fit.
   */
  private static final Map<String, Object> LATER =
      Map.of(
          "Conv2d.groups",
          1,
          "Conv2d.dilation",
          Size.of(1),
          "Conv2d.transform",
          Optional.empty(),
          "AvgPool2d.countsPadding",
          false);

  /** Keeps the order of the layers. */
  public NetworkStructure {
    layers = new LinkedHashMap<>(layers);
  }

  /** The structure of a network. */
  public static NetworkStructure of(Network network) {
    Map<String, String> layers = new LinkedHashMap<>();
    layers.put(Network.INPUT, network.input().channels() + " channels");
    for (Network.Vertex vertex : network.vertices()) {
      StringJoiner parameters = new StringJoiner(", ", " with ", "").setEmptyValue("");
      for (Parameter parameter : vertex.parameters()) {
        parameters.add("%s %s %s".formatted(parameter.role(), parameter.name(), parameter.shape()));
      }
      layers.put(
          vertex.name(),
          words(CoveredLayer.uncovered(vertex.layer())) + " of " + vertex.inputs() + parameters);
    }
    return new NetworkStructure(hash(layers), layers);
  }

  /** The first difference, as a sentence, if there is one. */
  Optional<String> difference(NetworkStructure other, String ours, String theirs) {
    for (Map.Entry<String, String> layer : layers.entrySet()) {
      String another = other.layers.get(layer.getKey());
      if (another == null) {
        return Optional.of(
            "layer '%s' is in %s and not in %s".formatted(layer.getKey(), ours, theirs));
      }
      if (!another.equals(layer.getValue())) {
        return Optional.of(
            "layer '%s' is %s in %s and %s in %s"
                .formatted(layer.getKey(), layer.getValue(), ours, another, theirs));
      }
    }
    return other.layers.keySet().stream()
        .filter(name -> !layers.containsKey(name))
        .findFirst()
        .map(name -> "layer '%s' is in %s and not in %s".formatted(name, theirs, ours))
        .or(
            () ->
                hash.equals(other.hash)
                    ? Optional.empty()
                    : Optional.of("the layers are the same in another order"));
  }

  private static String words(Layer layer) {
    String type = layer instanceof CustomLayer ? layer.getClass().getName() : simpleName(layer);
    if (!(layer instanceof Record)) {
      return type;
    }
    StringJoiner settings = new StringJoiner(", ", "[", "]");
    for (RecordComponent component : layer.getClass().getRecordComponents()) {
      // Weights fit a network whatever of it is frozen.
      boolean ofTraining = layer instanceof BatchNorm2d && component.getName().equals("frozen");
      if (!ofTraining && !Initializer.class.isAssignableFrom(component.getType())) {
        Object value = value(component, layer);
        Object before = LATER.get(type + "." + component.getName());
        if (before == null || !before.equals(value)) {
          settings.add(component.getName() + "=" + value);
        }
      }
    }
    return type + settings;
  }

  private static String simpleName(Layer layer) {
    return layer.getClass().getSimpleName();
  }

  private static @Nullable Object value(RecordComponent component, Layer layer) {
    try {
      // A plugin's record may be package-private.
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(layer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot read " + component.getName() + " of " + layer.getClass().getName(), e);
    }
  }

  private static String hash(Map<String, String> layers) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      layers.forEach(
          (name, words) ->
              digest.update((name + ": " + words + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
