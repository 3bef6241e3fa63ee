package io.bagoftricks.testkit;

import com.google.auto.service.AutoService;
import io.bagoftricks.api.TrickProvider;
import io.bagoftricks.engine.plugin.PluginCheck;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The contract, as the command {@code check-plugin} asks for it. */
@AutoService(PluginCheck.class)
public final class PluginContract implements PluginCheck {
  /** For {@link java.util.ServiceLoader}. */
  public PluginContract() {}

  @Override
  public List<Finding> check(TrickProvider<?> provider, Map<String, String> settings) {
    TrickBench bench = TrickBench.of(provider);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      bench = bench.withJson(setting.getKey(), setting.getValue());
    }
    TrickContract contract = TrickContract.of(bench);
    return Arrays.stream(Rule.values())
        .map(rule -> new Finding(rule.name(), contract.violation(rule), contract.leftOut(rule)))
        .toList();
  }
}
