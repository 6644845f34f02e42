package io.filstore.cli.car;

import io.filstore.car.CarFilter;
import io.filstore.car.CarFilter.Filtered;
import io.filstore.cli.console.CountedOutput;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "filter",
    description = {
      "Copy some of an archive's blocks into a CARv1, each verified and once.",
      "Either what lies below some blocks, or the blocks of a list."
    })
final class FilterCar extends Verb {
  @Mixin private CarInput car = new CarInput();
  @Mixin private Destination destination = new Destination();

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  private static final class Which {
    @Option(
        names = "--root",
        paramLabel = "CID",
        description = "Keep this block and everything below it; may be given several times.")
    private @Nullable List<String> roots;

    @ArgGroup(exclusive = false)
    private @Nullable Listed listed;
  }

  private static final class Listed {
    @Option(
        names = "--cid-file",
        required = true,
        paramLabel = "FILE",
        description = "Keep the blocks with these CIDs, one in each line.")
    private InputFile file = new InputFile("-");

    @Option(names = "--inverse", description = "Keep the others instead.")
    private boolean inverse;

    @Option(
        names = "--new-root",
        paramLabel = "CID",
        description = "Roots of the new archive (default: those of the old one that are kept).")
    private List<String> newRoots = List.of();
  }

  FilterCar(Streams streams) {
    super(streams);
  }

  private record FilterReport(Filtered filtered) implements Report {
    @Override
    public void text(Text out) throws IOException {
      for (Cid root : filtered.roots()) {
        out.field("root", root);
      }
      out.field("blocks", filtered.blocks());
      out.field("left out", filtered.leftOut());
      out.field("size", filtered.size() + " bytes");
      for (Cid cid : filtered.missing()) {
        out.field("missing", cid);
      }
    }

    @Override
    public void json(JsonGenerator json) {
      Json.cids(json, "roots", filtered.roots());
      json.writeNumberProperty("blocks", filtered.blocks());
      json.writeNumberProperty("left_out", filtered.leftOut());
      json.writeNumberProperty("size", filtered.size());
      Json.cids(json, "missing", filtered.missing());
    }
  }

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    car.requireApart(destination);
    Filtered filtered = which.roots == null ? listed(which.listed) : below(which.roots);
    return destination.report(streams(), new FilterReport(filtered));
  }

  private Filtered below(List<String> texts) throws IOException {
    List<Cid> roots = texts.stream().map(Cid::parse).toList();
    try (LocalFile local = car.local(streams());
        Progress progress = Progress.of(streams(), car.name(), OptionalLong.empty())) {
      return destination.stream(
          streams(), out -> CarFilter.below(local.path(), roots, new CountedOutput(out, progress)));
    }
  }

  private Filtered listed(@Nullable Listed list) throws IOException {
    Listed given = Objects.requireNonNull(list, "one of the two groups is required");
    if (given.file.isStandardInput() && car.isStandardInput()) {
      throw new UsageException("the archive and the list both want the standard input");
    }
    Set<Cid> cids = CidList.read(given.file, streams());
    CarFilter filter = given.inverse ? CarFilter.dropping(cids) : CarFilter.keeping(cids);
    CarFilter complete =
        given.newRoots.isEmpty()
            ? filter
            : filter.withRoots(given.newRoots.stream().map(Cid::parse).toList());
    return destination.stream(
        streams(), out -> car.read(streams(), in -> complete.filter(in, out)));
  }
}
