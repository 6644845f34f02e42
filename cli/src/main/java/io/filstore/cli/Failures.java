package io.filstore.cli;

import io.filstore.cli.console.ReaderGoneException;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/**
 * What goes wrong becomes one sentence on the error stream, an object on the standard output where
 * a JSON document was asked for, and an exit code.
 */
final class Failures {
  static final int BAD_DATA = 1;
  static final int USAGE = 2;

  /** What a shell says of a program that was ended by a closed pipe. */
  static final int READER_GONE = 128 + 13;

  private final Streams streams;

  Failures(Streams streams) {
    this.streams = streams;
  }

  private record ErrorReport(String code, String message, int exitCode) implements Report {
    @Override
    public void text(Text out) {}

    @Override
    public void json(JsonGenerator json) {
      json.writeObjectPropertyStart("error");
      json.writeStringProperty("code", code);
      json.writeStringProperty("message", message);
      json.writeEndObject();
    }
  }

  /** Writes the document that was asked for. */
  private interface Telling {
    void tell(Report error) throws IOException;
  }

  int wrongArguments(ParameterException e, String[] arguments) {
    CommandLine verb = e.getCommandLine();
    String sentence =
        "%s; see '%s --help'"
            .formatted(oneLine(e.getMessage()), verb.getCommandSpec().qualifiedName());
    boolean json = List.of(arguments).contains("--json");
    return tell(
        new ErrorReport("usage", sentence, USAGE),
        error -> {
          if (json) {
            Verb.writeJson(streams, error);
          }
        });
  }

  int failed(Exception e, CommandLine command, ParseResult parsed) {
    Throwable cause = unwrapped(e);
    return cause instanceof ReaderGoneException
        ? READER_GONE
        : tell(
            described(cause),
            error -> {
              if (command.getCommand() instanceof Verb verb) {
                verb.endDocument(error);
              }
            });
  }

  private static ErrorReport described(Throwable cause) {
    return switch (cause) {
      case UsageException usage -> new ErrorReport("usage", sentence(usage), USAGE);
      case FileSystemException file -> new ErrorReport("file", fileSentence(file), BAD_DATA);
      case IOException io -> new ErrorReport("io", sentence(io), BAD_DATA);
      case RuntimeException known when isOurs(known) ->
          new ErrorReport("bad-data", sentence(known), BAD_DATA);
      default -> new ErrorReport("defect", oneLine("this is a defect: " + cause), BAD_DATA);
    };
  }

  private static Throwable unwrapped(Exception e) {
    return (e instanceof UncheckedIOException || e instanceof JacksonIOException)
            && e.getCause() != null
        ? e.getCause()
        : e;
  }

  /** The formats say with their own types, and with illegal arguments, what is wrong with data. */
  private static boolean isOurs(RuntimeException e) {
    return e.getMessage() != null
        && (e instanceof IllegalArgumentException
            || e.getClass().getName().startsWith("io.filstore."));
  }

  private static String sentence(Exception e) {
    return oneLine(e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private static String fileSentence(FileSystemException e) {
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return "'%s' cannot be used: %s".formatted(e.getFile(), oneLine(reason));
  }

  /** Names out of archives come through here; a terminal must not take them for commands. */
  private static String oneLine(@Nullable String text) {
    return Text.printable(String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " "));
  }

  private int tell(ErrorReport error, Telling document) {
    streams.err().println("filstore: " + error.message);
    try {
      document.tell(error);
      return error.exitCode;
    } catch (IOException e) {
      return error.exitCode;
    }
  }
}
