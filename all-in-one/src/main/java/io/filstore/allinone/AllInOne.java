package io.filstore.allinone;

import io.filstore.allinone.demo.DemoCommand;
import io.filstore.allinone.system.SystemException;
import io.filstore.allinone.system.SystemOptions;
import java.util.Arrays;
import java.util.List;

/**
 * The Java side of the launcher: {@code up}, {@code down}, {@code status}, {@code demo}, {@code
 * wallet}.
 */
public final class AllInOne {
  private AllInOne() {}

  public static void main(String[] arguments) {
    int exit = 1;
    try {
      exit = run(Arrays.asList(arguments));
    } catch (SystemException e) {
      System.err.println("filstore: " + e.getMessage());
    }
    System.exit(exit);
  }

  private static int run(List<String> arguments) {
    String command = arguments.isEmpty() ? "" : arguments.getFirst();
    List<String> rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    SystemOptions options = SystemOptions.fromEnvironment(System.getenv());
    Surroundings.prepare(options);
    return switch (command) {
      case "up" -> new UpCommand(options).run();
      case "down" -> new DownCommand(options.folder()).run();
      case "status" -> new StatusCommand(options.folder()).run(rest.contains("--json"));
      case "demo" -> DemoCommand.parse(options, rest).run();
      case "wallet" -> new WalletCommand(options, System.in, System.out, System.err).run(rest);
      case "train" -> TrainCommand.run();
      default ->
          throw new SystemException("Unknown command '" + command + "'; see './filstore help'.");
    };
  }
}
