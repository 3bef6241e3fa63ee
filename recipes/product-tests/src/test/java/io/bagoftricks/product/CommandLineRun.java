package io.bagoftricks.product;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bagoftricks.engine.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** How a command of the command line ended, and what it printed. */
public record CommandLineRun(int code, String out, String err) {
  /** Runs a command in this process. */
  public static CommandLineRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  /** The last line on standard output. */
  public JsonNode result() throws JsonProcessingException {
    List<String> lines = out.lines().toList();
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }
}
