package io.bagoftricks.backends.testkit.conformance;

/**
 * The name of a tensor that is compared.
 *
 * @param quantity what kind of number: gradients, say
 * @param name a parameter or layer
 */
public record Tensor(String quantity, String name) {
  @Override
  public String toString() {
    return quantity + " of " + name;
  }
}
