package io.bagoftricks.product;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.api.network.Network;
import io.bagoftricks.api.network.Precision;
import io.bagoftricks.backends.spi.Backend;
import io.bagoftricks.engine.parity.ExactGradients;
import io.bagoftricks.engine.parity.Golden;
import io.bagoftricks.engine.parity.ParityCheck;
import io.bagoftricks.engine.plan.RunPlanner;
import io.bagoftricks.engine.plugin.TrickRegistry;
import io.bagoftricks.engine.recipe.RecipeReader;
import io.bagoftricks.engine.toys.TinyRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A golden file, its network and the gradients in 64 bits, with which any backend is compared. */
record GoldenNetwork(Golden golden, Network network, ExactGradients exact) {
  static GoldenNetwork read(String file) throws IOException {
    Golden golden = Golden.read(Path.of("src/test/resources/golden/" + file + ".json"));
    Network network = network(golden.model());
    return new GoldenNetwork(
        golden, network, ExactGradients.of(golden, network, TinyRuns.backend("nd4j")));
  }

  /** The errors, as {@code tricks parity} prints them. */
  JsonNode errors(Backend backend, Precision precision) {
    return new ObjectMapper()
        .valueToTree(ParityCheck.check(golden, network, backend, precision, exact));
  }

  private static Network network(String model) throws IOException {
    TrickRegistry tricks = TinyRuns.tricks();
    Path recipe = Path.of("../src/main/resources/META-INF/parity/" + model + ".json");
    return new RunPlanner(tricks)
        .plan(
            new RecipeReader(TinyRuns.types())
                .read(Files.readString(recipe), model, List.of(), tricks))
        .network();
  }
}
