package io.filstore.cli.gateway;

import io.filstore.cli.console.CountedInput;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "send",
    description = {
      "Upload one file.",
      "With --car it is a CAR, whose blocks are verified and kept as they are, under its own root; without, a CAR is a file like any other."
    })
final class SendFile extends Verb {
  private static final long POLL_MS = 300;

  @Mixin private GatewayOptions gateway = new GatewayOptions();

  @Parameters(paramLabel = "FILE", description = "A file, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--car",
      description = "The file is a CAR, version 1 or 2; it is not packed again.")
  private boolean car;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Its name in the upload; by default its own.")
  private @Nullable String name;

  @Option(names = "--public", description = "Anybody may read the content by its CIDs.")
  private boolean open;

  @Option(
      names = "--wait",
      description = "Wait until it is packed, or taken in; only then is said what a CAR lacks.")
  private boolean waiting;

  SendFile(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    String path =
        "/api/v1/uploads?name=%s&visibility=%s"
            .formatted(GatewayOptions.query(named()), open ? "public" : "private");
    try (Progress progress = Progress.of(streams(), file.name(), file.size())) {
      Json upload =
          GatewayOptions.send(
              gateway
                  .request(path)
                  .header(
                      "Content-Type", car ? "application/vnd.ipld.car" : "application/octet-stream")
                  .POST(body(progress)));
      return new UploadReport(waiting ? settled(upload.text("id")) : upload);
    }
  }

  private String named() {
    if (name != null) {
      return name;
    }
    if (file.isStandardInput()) {
      if (car) {
        return "upload.car";
      }
      throw new UsageException("the standard input needs a --name");
    }
    return String.valueOf(Path.of(file.name()).getFileName());
  }

  /** With its length where it is known, so that what is too large is refused before it is sent. */
  private BodyPublisher body(Progress progress) throws IOException {
    OptionalLong size = file.size();
    BodyPublisher stream =
        BodyPublishers.ofInputStream(() -> {
          try {
            return new CountedInput(file.open(streams()), progress);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return size.isPresent() && size.getAsLong() > 0
        ? BodyPublishers.fromPublisher(stream, size.getAsLong())
        : stream;
  }

  private Json settled(String id) throws IOException {
    try {
      Json upload = ShowUpload.ask(gateway, id);
      while (!upload.text("state").matches("prepared|failed")) {
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
        upload = ShowUpload.ask(gateway, id);
      }
      return upload;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayException("interrupted; the upload is " + id);
    }
  }
}
