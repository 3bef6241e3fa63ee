package io.bagoftricks.api.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * New layers to be put into a network, one after another. Names are relative: in place of a node or
 * region {@code conv1} a link {@code 0} becomes {@code conv1.0}.
 *
 * @param links at least one, from input to output
 * @since 0.1
 */
public record Chain(List<Link> links) {
  /**
   * One layer. With a side chain the layer has two inputs: what flows along the chain, and what the
   * side chain makes of it. A gate is {@code Multiply} with a side chain.
   *
   * @param name relative to where the chain goes, not empty
   * @param layer of one input, or of two with a side chain
   * @param side from the same input as the layer; its output is the layer's second input
   */
  public record Link(String name, Layer layer, Optional<Chain> side) {
    /**
     * Checks that a side chain is there exactly where the layer takes two inputs.
     *
     * @param name relative to where the chain goes, not empty
     * @param layer of one input, or of two with a side chain
     * @param side from the same input as the layer; its output is the layer's second input
     */
    public Link {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("A link has a name");
      }
      if (layer.arity() != (side.isPresent() ? 2 : 1)) {
        throw new IllegalArgumentException(
            layer + " takes " + layer.arity() + " inputs; a side chain gives the second");
      }
    }
  }

  /**
   * Copies the links and checks that there are some.
   *
   * @param links at least one, from input to output
   */
  public Chain {
    links = List.copyOf(links);
    if (links.isEmpty()) {
      throw new IllegalArgumentException("A chain has at least one layer");
    }
  }

  /**
   * {@return a chain of one layer}
   *
   * @param name relative to where the chain goes, not empty
   * @param layer of one input, or of two with a side chain
   */
  public static Chain of(String name, Layer layer) {
    return new Chain(List.of(new Link(name, layer, Optional.empty())));
  }

  /**
   * {@return a chain of one layer that joins the flow with what the side chain makes of it}
   *
   * @param name relative to where the chain goes, not empty
   * @param layer of two inputs
   * @param side from the same input as the layer; its output is the layer's second input
   */
  public static Chain of(String name, Layer layer, Chain side) {
    return new Chain(List.of(new Link(name, layer, Optional.of(side))));
  }

  /**
   * {@return this chain, then a layer}
   *
   * @param name relative to where the chain goes, not empty
   * @param layer of one input, or of two with a side chain
   */
  public Chain then(String name, Layer layer) {
    return with(new Link(name, layer, Optional.empty()));
  }

  /**
   * {@return this chain, then a layer that joins the flow with what the side chain makes of it}
   *
   * @param name relative to where the chain goes, not empty
   * @param layer of one input, or of two with a side chain
   * @param side from the same input as the layer; its output is the layer's second input
   */
  public Chain then(String name, Layer layer, Chain side) {
    return with(new Link(name, layer, Optional.of(side)));
  }

  private Chain with(Link link) {
    List<Link> all = new ArrayList<>(links);
    all.add(link);
    return new Chain(all);
  }
}
