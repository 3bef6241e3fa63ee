package io.bagoftricks.engine.cli;

import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.engine.cli.internal.invocation.CountBar;
import io.bagoftricks.engine.cli.internal.invocation.DataArguments;
import io.bagoftricks.engine.cli.internal.invocation.Json;
import io.bagoftricks.engine.images.pack.PackOptions;
import io.bagoftricks.engine.images.pack.PackResult;
import io.bagoftricks.engine.images.pack.Packing;
import io.bagoftricks.engine.internal.storage.ShellWord;
import io.bagoftricks.engine.internal.storage.StorageProblems;
import io.bagoftricks.engine.internal.storage.ToldDisk;
import io.bagoftricks.engine.internal.storage.UserPath;
import io.bagoftricks.engine.internal.text.OneLine;
import io.bagoftricks.engine.storage.Disk;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code tricks data pack}. */
@CommandLine.Command(
    name = "pack",
    description = {
      "Puts the images of data into a pack: a few large files that are read faster.",
      "Each image keeps its own bytes, so that training on the pack is training on the data, unless"
          + " an option says otherwise. A pack that was not finished is gone on with by the same"
          + " command. Recipes name it with \"data\": {\"type\": \"pack\", \"root\": \"PACK\"}."
    },
    mixinStandardHelpOptions = true)
final class DataPackCommand implements Callable<Integer> {
  private static final int NAMED = 20;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;
  @CommandLine.ParentCommand private DataCommand data;
  @CommandLine.Mixin private DataArguments arguments = new DataArguments();

  @CommandLine.Parameters(
      index = "1",
      paramLabel = "PACK",
      description = "The folder to make, such as photos.pack. It must not be there.")
  private @Nullable Path pack;

  @CommandLine.Option(
      names = "--short-side",
      paramLabel = "N",
      description =
          "Images whose shorter side has more pixels are made smaller and stored as JPEG.")
  private @Nullable Integer shortSide;

  @CommandLine.Option(
      names = "--quality",
      paramLabel = "Q",
      description =
          "Encodes all images as JPEG of this quality, 1 to 100. Without it those that are made"
              + " smaller get 95.")
  private @Nullable Integer quality;

  @CommandLine.Option(
      names = "--decoded",
      description = "Stores pixels, which take more room and are not decoded when they are read.")
  private boolean decoded;

  /** The last line that the command prints. */
  private record Result(String pack, long images, long bytes, long bad, String fingerprint) {}

  @Override
  public Integer call() throws IOException {
    PackOptions options = options();
    Path target = UserPath.of(String.valueOf(pack));
    DataSource source = arguments.source();
    long images = source.facts().examples().values().stream().mapToLong(Long::longValue).sum();
    PackResult made;
    try (CountBar bar = new CountBar(data.invocation().isTerminal(), "packing", images)) {
      Disk disk = new ToldDisk(data.invocation().disk(), DataPackCommand::cannotWrite);
      made = Packing.pack(disk, source, target, options, bar::step);
    }
    PrintWriter err = spec.commandLine().getErr();
    made.bad().stream()
        .limit(NAMED)
        .forEach(bad -> err.println("warning: " + OneLine.of(bad.toString())));
    if (made.bad().size() > NAMED) {
      err.println(
          "warning: and %s more files that cannot be read".formatted(made.bad().size() - NAMED));
    }
    if (made.undecoded() > 0) {
      err.println(
          "Files were packed as they are, and nothing was decoded. To decode each once: tricks data"
              + " info %s".formatted(ShellWord.of(target)));
    }
    spec.commandLine()
        .getOut()
        .println(
            Json.line(
                new Result(
                    OneLine.of(target.toString()),
                    made.images(),
                    made.bytes(),
                    made.bad().size(),
                    made.fingerprint())));
    return 0;
  }

  private static IOException cannotWrite(Path file, IOException reason) {
    return new IOException(
        "[pack/cannot-write] %s could not be written: %s. What is packed already is kept: when the cause is gone, the same command goes on with it."
            .formatted(file, StorageProblems.words(reason)),
        reason);
  }

  private PackOptions options() {
    try {
      return new PackOptions(Optional.ofNullable(shortSide), Optional.ofNullable(quality), decoded);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage() + ".", e);
    }
  }
}
