package io.filstore.cli.car;

import io.filstore.car.CarConversion;
import io.filstore.car.IndexFormat;
import io.filstore.cli.console.Destination;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Multicodec;
import java.io.IOException;
import java.nio.channels.Channels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "index",
    description = {
      "Write the index of an archive as a file of its own; 'to-v2' puts one into the archive.",
      "Blocks are not hashed."
    })
final class IndexCar extends Verb {
  @Mixin private CarInput car = new CarInput();
  @Mixin private Destination destination = new Destination();

  @Option(
      names = "--codec",
      paramLabel = "NAME",
      description = "car-multihash-index-sorted (default) or car-index-sorted.")
  private String index = IndexName.USUAL;

  IndexCar(Streams streams) {
    super(streams);
  }

  private record Indexed(IndexFormat format, long bytes) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.field("index", "%s, %d bytes".formatted(Multicodec.name(format.codec()), bytes));
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeStringProperty("codec", Multicodec.name(format.codec()));
      json.writeNumberProperty("index_size", bytes);
    }
  }

  @Override
  protected Report run() throws IOException {
    destination.requireFree(isJson());
    car.requireApart(destination);
    IndexFormat format = IndexName.parse(index);
    long bytes =
        destination.stream(
            streams(),
            out ->
                car.read(
                    streams(), in -> CarConversion.index(in, format, Channels.newChannel(out))));
    return destination.report(streams(), new Indexed(format, bytes));
  }
}
