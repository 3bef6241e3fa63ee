package io.bagoftricks.api.network;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One trainable tensor of a network.
 *
 * @param name unique in the network, in timm's grammar: {@code layer1.0.bn2.weight}
 * @param role what it is
 * @param shape its extents; convolution weights are OIHW, linear weights [out, in]
 * @param initializer what fills it before training
 * @since 0.1
 */
public record Parameter(String name, Role role, List<Integer> shape, Initializer initializer) {
  /**
   * Copies the shape.
   *
   * @param name unique in the network
   * @param role what it is, which no trick guesses from the name
   * @param shape copied
   * @param initializer fills it before training
   * @throws IllegalArgumentException if the name is blank or an extent is not positive
   */
  public Parameter {
    shape = List.copyOf(shape);
    if (name.isBlank()) {
      throw new IllegalArgumentException("A parameter has a name");
    }
    if (shape.stream().anyMatch(extent -> extent < 1)) {
      throw new IllegalArgumentException(
          "The parameter '" + name + "' has the shape " + shape + ", but extents are positive");
    }
  }

  /** {@return the number of values} */
  public long elements() {
    long elements = 1;
    for (int extent : shape) {
      elements *= extent;
    }
    return elements;
  }

  /**
   * {@return the same parameter under another name}
   *
   * @param newName unique in the network that it goes to
   */
  public Parameter named(String newName) {
    return new Parameter(newName, role, shape, initializer);
  }

  /**
   * {@return the same parameter, filled by another initializer}
   *
   * @param other fills the parameter before training
   */
  public Parameter initializedBy(Initializer other) {
    return new Parameter(name, role, shape, other);
  }

  /**
   * {@return which parameters a name stands for: that of the name itself and those below it, in
   * whole parts between dots, or those that match a pattern whole}
   *
   * @param name such as {@code "layer1"} or {@code "layer1.0.bn1.weight"}; with {@code *} for any
   *     letters it is a pattern, {@code "*.bn1.bias"}
   */
  public static Predicate<Parameter> below(String name) {
    if (name.contains("*")) {
      Pattern pattern =
          Pattern.compile("\\Q" + name.replace("\\E", "").replace("*", "\\E.*\\Q") + "\\E");
      return parameter -> pattern.matcher(parameter.name()).matches();
    }
    return parameter -> parameter.name().equals(name) || parameter.name().startsWith(name + ".");
  }

  /**
   * The names that a setting could have where it has a wrong one: of parameters, and of layers and
   * what they are in, with as many parts between points.
   *
   * @param name that stands for nothing, {@code layr1.0}
   * @param parameters of the network
   * @return {@code layer1.0}, {@code layer1.1} and so on, in the order of the parameters
   */
  public static List<String> namesLike(String name, Collection<Parameter> parameters) {
    int parts = name.split("\\.", -1).length;
    return parameters.stream()
        .map(parameter -> parameter.name().split("\\."))
        .filter(path -> path.length >= parts)
        .map(path -> String.join(".", List.of(path).subList(0, parts)))
        .distinct()
        .toList();
  }
}
