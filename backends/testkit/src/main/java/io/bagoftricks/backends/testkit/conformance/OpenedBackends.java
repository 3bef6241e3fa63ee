package io.bagoftricks.backends.testkit.conformance;

import io.bagoftricks.backends.spi.BackendProvider;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Opens each provider once, whatever number of classes test it: some take long. */
final class OpenedBackends implements ParameterResolver {
  private static final ExtensionContext.Namespace OPENED =
      ExtensionContext.Namespace.create(OpenedBackends.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Tested.class;
  }

  @Override
  public Tested resolveParameter(ParameterContext parameter, ExtensionContext context) {
    BackendProvider provider =
        ((PrecisionConformance) context.getRequiredTestInstance()).provider();
    return context
        .getRoot()
        .getStore(OPENED)
        .computeIfAbsent(provider.getClass(), type -> Tested.open(provider), Tested.class);
  }
}
