package io.filstore.cli.dag;

import io.filstore.car.CarFile;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.LocalFile;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.ipld.BlockCodec;
import io.filstore.ipld.DagJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "get",
    description = {
      "Print a block of a CAR, or a value in it, as dag-json.",
      "A path goes through map keys, list positions, names in directories, and links."
    })
final class GetNode extends Verb {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "An archive, or - for the standard input.")
  private InputFile car = new InputFile("-");

  @Parameters(index = "1", paramLabel = "CID[/PATH]", description = "A block and a way from it.")
  private String path = "";

  @Option(
      names = "--output-codec",
      paramLabel = "NAME",
      description = "dag-json (default), dag-cbor, dag-pb or raw.")
  private String codec = "dag-json";

  GetNode(Streams streams) {
    super(streams);
  }

  private record Value(DagReader.Found found) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.line(dagJson());
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeStringProperty("cid", found.block().toString());
      json.writeStringProperty("path", String.join("/", found.inside()));
      json.writeName("value");
      json.writeRawValue(dagJson());
    }

    private String dagJson() {
      return new String(DagJson.encode(found.value()), StandardCharsets.UTF_8);
    }
  }

  /** Bytes as they are; no line end. */
  private record Encoded(byte[] bytes, Streams streams) implements Report {
    @Override
    public void text(Text out) throws IOException {
      streams.out().write(bytes);
    }

    @Override
    public void json(JsonGenerator json) {
      throw new UsageException("--json goes with dag-json only");
    }
  }

  @Override
  protected Report run() throws IOException {
    BlockCodec output = CodecName.parse(codec);
    if (output != BlockCodec.DAG_JSON && isJson()) {
      throw new UsageException("--json goes with dag-json only");
    }
    DagPath place = DagPath.parse(path);
    try (LocalFile local = LocalFile.of(car, streams());
        CarFile archive = CarFile.open(local.path())) {
      DagReader.Found found = new DagReader(archive).find(place);
      return output == BlockCodec.DAG_JSON
          ? new Value(found)
          : new Encoded(output.encode(found.value()), streams());
    }
  }
}
