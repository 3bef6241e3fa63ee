package io.bagoftricks.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * {@link PermissionsTest} for builds that root runs, as those in containers are: in a process that
 * has given up the right to read and write everywhere.
 */
final class PermissionsOfRootTest {
  private static final String RIGHTS = "-dac_override,-dac_read_search";

  @TempDir private Path folder;

  /** The child: its exit code is the number of tests that failed or were skipped. */
  public static void main(String[] arguments) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(PermissionsTest.class))
                .build(),
            summary);
    summary.getSummary().getFailures().forEach(failure -> failure.getException().printStackTrace());
    long good = summary.getSummary().getTestsSucceededCount();
    System.exit(good == 0 ? 100 : (int) (summary.getSummary().getTestsFoundCount() - good));
  }

  @Test
  void arePermissionsOfEverybody() throws IOException, InterruptedException {
    assumeTrue(Files.isWritable(Path.of("/proc/1/oom_score_adj")), "this is not root");
    assumeTrue(
        Stream.of("/usr/bin/setpriv", "/bin/setpriv").map(Path::of).anyMatch(Files::isExecutable),
        "util-linux is not installed");
    Path log = folder.resolve("log");
    ProcessBuilder child = new ChildJava().process(PermissionsOfRootTest.class);
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--bounding-set=" + RIGHTS, "--inh-caps=" + RIGHTS));
    command.addAll(child.command());

    Process process =
        child.command(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();

    assertThat(KillableRun.end(process, log)).describedAs(Files.readString(log)).isZero();
  }
}
