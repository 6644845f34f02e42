package io.filstore.cli.cid;

import io.filstore.cli.console.CountedInput;
import io.filstore.cli.console.InputFile;
import io.filstore.cli.console.Progress;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(
    name = "hash",
    description = {
      "Compute the CID of a file as one block.",
      "'car pack --no-wrap' computes that of a file as IPFS cuts it into blocks."
    })
final class HashFile extends Verb {
  @Parameters(paramLabel = "FILE", description = "A file, or - for the standard input.")
  private InputFile file = new InputFile("-");

  @Option(
      names = "--codec",
      paramLabel = "NAME",
      description = "How the block is to be read: raw (default), dag-pb, dag-cbor, dag-json, ...")
  private String codec = "raw";

  @Option(
      names = "--hash",
      paramLabel = "NAME",
      description = "sha2-256 (default), sha2-512, sha3-256, blake2b-256, blake2b-512 or identity.")
  private String hash = "sha2-256";

  HashFile(Streams streams) {
    super(streams);
  }

  private record Hashed(Cid cid, long size) implements Report {
    @Override
    public void text(Text out) throws IOException {
      out.line(cid.toString());
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeStringProperty("cid", cid.toString());
      json.writeStringProperty("codec", Multicodec.name(cid.codec()));
      json.writeStringProperty("hash", Multicodec.name(cid.multihash().code()));
      json.writeNumberProperty("size", size);
    }
  }

  @Override
  protected Report run() throws IOException {
    long codecCode = Multicodec.code(codec);
    long hashCode = Multicodec.code(hash);
    try (Progress progress = Progress.of(streams(), file.name(), file.size());
        CountedInput in = new CountedInput(file.open(streams()), progress)) {
      Multihash multihash = Multihash.of(hashCode, in);
      return new Hashed(Cid.v1(codecCode, multihash), in.count());
    }
  }
}
