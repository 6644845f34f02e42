package io.filstore.cli.dag;

import io.filstore.car.CarWriter;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.OutputFile;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.ipld.BlockCodec;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(name = "put", description = "Make a block from dag-json and print its CID.")
final class PutNode extends Verb {
  /** Largest block that IPFS peers exchange. */
  private static final int MAX_BLOCK = 2 << 20;

  @Parameters(paramLabel = "FILE", description = "The value, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--codec",
      paramLabel = "NAME",
      description = "Of the block: dag-cbor (default), dag-json, dag-pb or raw.")
  private String codec = "dag-cbor";

  @Option(
      names = "--input-codec",
      paramLabel = "NAME",
      description = "Of the input: dag-json (default), dag-cbor, dag-pb or raw.")
  private String inputCodec = "dag-json";

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      description = "sha2-256 (default), sha2-512, blake2b-256, ...")
  private String hash = "sha2-256";

  @ArgGroup private @Nullable Output output;

  @Option(names = "--force", description = "Replace what is written if it exists.")
  private boolean force;

  private static final class Output {
    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write the block itself.")
    private @Nullable Path block;

    @Option(names = "--car", paramLabel = "FILE", description = "Write a CAR with this one block.")
    private @Nullable Path car;
  }

  PutNode(Streams streams) {
    super(streams);
  }

  private record Block(Cid cid, int size) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.line(cid.toString());
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeStringProperty("cid", cid.toString());
      json.writeStringProperty("codec", Multicodec.name(cid.codec()));
      json.writeNumberProperty("size", size);
    }
  }

  @Override
  protected Report run() throws IOException {
    BlockCodec from = CodecName.parse(inputCodec);
    BlockCodec to = CodecName.parse(codec);
    byte[] block = to.encode(from.decode(input()));
    if (block.length > MAX_BLOCK) {
      throw new FormatException(
          "block of %d bytes, peers take at most %d".formatted(block.length, MAX_BLOCK));
    }
    Multihash multihash = Multihash.of(Multicodec.code(hash), new ByteArrayInputStream(block));
    Cid cid = Cid.v1(to.code(), multihash);
    if (output != null) {
      write(output, cid, block);
    }
    return new Block(cid, block.length);
  }

  private byte[] input() throws IOException {
    try (InputStream in = file.open(streams())) {
      byte[] bytes = in.readNBytes(MAX_BLOCK + 1);
      if (bytes.length > MAX_BLOCK) {
        throw new FormatException("the input has more than %d bytes".formatted(MAX_BLOCK));
      }
      return bytes;
    }
  }

  private void write(Output where, Cid cid, byte[] block) throws IOException {
    if (where.car != null) {
      try (OutputFile out = open(where.car)) {
        new CarWriter(out.stream(), cid).block(cid, block, 0, block.length);
        out.commit();
      }
    } else if (where.block != null) {
      try (OutputFile out = open(where.block)) {
        out.stream().write(block);
        out.commit();
      }
    }
  }

  private OutputFile open(Path target) throws IOException {
    return force ? OutputFile.replace(target) : OutputFile.create(target);
  }
}
