package io.filstore.cli.car;

import io.filstore.car.CarJoin;
import io.filstore.car.CarJoin.Joined;
import io.filstore.cli.console.CountedOutput;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFiles;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "join",
    description = "Make one CARv1 of several archives, every block verified and taken once.")
final class JoinCars extends Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Archives of either version; one may be - for the standard input.")
  private List<InputFile> cars = List.of();

  @Mixin private Destination destination = new Destination();

  @Option(
      names = "--root",
      paramLabel = "CID",
      description = "Root of the new archive (default: the roots of all); may be given repeatedly.")
  private List<String> roots = List.of();

  JoinCars(Streams streams) {
    super(streams);
  }

  private record JoinReport(Joined joined) implements Report {
    @Override
    public void text(Text out) throws IOException {
      for (Cid root : joined.roots()) {
        out.field("root", root);
      }
      out.field("blocks", joined.blocks());
      out.field("repeated", joined.repeated());
      out.field("size", joined.size() + " bytes");
      for (Cid cid : joined.missing()) {
        out.field("missing", cid);
      }
    }

    @Override
    public void json(JsonGenerator json) {
      Json.cids(json, "roots", joined.roots());
      json.writeNumberProperty("blocks", joined.blocks());
      json.writeNumberProperty("repeated", joined.repeated());
      json.writeNumberProperty("size", joined.size());
      Json.cids(json, "missing", joined.missing());
    }
  }

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    List<Cid> chosen = roots.stream().map(Cid::parse).toList();
    destination.requireApart(cars);
    try (LocalFiles files = LocalFiles.of(cars, streams());
        Progress progress = Progress.of(streams(), "joining", files.size())) {
      Joined joined =
          destination.stream(
              streams(), out -> join(files.paths(), chosen, new CountedOutput(out, progress)));
      return destination.report(streams(), new JoinReport(joined));
    }
  }

  private static Joined join(List<Path> files, List<Cid> roots, OutputStream out)
      throws IOException {
    return roots.isEmpty() ? CarJoin.join(files, out) : CarJoin.join(files, roots, out);
  }
}
