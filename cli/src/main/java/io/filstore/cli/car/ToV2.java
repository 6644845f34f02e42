package io.filstore.cli.car;

import io.filstore.car.CarConversion;
import io.filstore.car.CarConversion.Converted;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "to-v2",
    description = "Wrap an archive as CARv2 with an index, every block being verified on the way.")
final class ToV2 extends Verb {
  private static final String NONE = "none";

  @Mixin private CarInput car = new CarInput();
  @Mixin private Destination destination = new Destination();

  @Option(
      names = "--codec",
      paramLabel = "NAME",
      description = "car-multihash-index-sorted (default), car-index-sorted, or none for no index.")
  private String index = IndexName.USUAL;

  ToV2(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    car.requireApart(destination);
    if (!index.equals(NONE)) {
      IndexName.parse(index);
    }
    Report report =
        new ConversionReport(
            destination.file(streams(), out -> car.read(streams(), in -> convert(in, out))));
    return destination.report(streams(), report);
  }

  private Converted convert(InputStream in, FileChannel out) throws IOException {
    return index.equals(NONE)
        ? CarConversion.toV2WithoutIndex(in, out)
        : CarConversion.toV2(in, out, IndexName.parse(index));
  }
}
