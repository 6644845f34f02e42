package io.filstore.cli;

import io.filstore.cli.console.Streams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script that completes verbs and options in a shell. */
@Command(
    name = "completion",
    description = "Print the completion script of a shell: source <(./filstore completion bash)")
final class Completion implements Callable<Integer> {
  private enum Shell {
    bash,
    zsh
  }

  /** What the launcher does itself, without this process. */
  private static final String[] LAUNCHER = {
    "demo", "up", "down", "status", "wallet", "build", "test", "env", "help"
  };

  private final Streams streams;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  @Spec private CommandSpec spec = CommandSpec.create();

  Completion(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws IOException {
    CommandLine all = spec.root().commandLine();
    for (String command : LAUNCHER) {
      all.addSubcommand(command, CommandSpec.create());
    }
    String script = AutoComplete.bash("filstore", all);
    String preamble = shell == Shell.zsh ? "autoload -U +X compinit && compinit\n" : "";
    streams.out().write((preamble + script).getBytes(StandardCharsets.UTF_8));
    streams.out().flush();
    return 0;
  }
}
