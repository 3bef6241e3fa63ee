package io.bagoftricks.engine.cli;

import java.util.Optional;
import picocli.CommandLine;

/** The version that the build wrote into the jar. */
final class VersionProvider implements CommandLine.IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "tricks "
          + Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
              .orElse("(unpackaged)")
    };
  }
}
