package io.filstore.cli.cid;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Text;
import io.filstore.cli.console.UsageException;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multicodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

@Command(name = "format", description = "Write CIDs in another base, version or form.")
final class FormatCid extends Verb {
  @Parameters(
      arity = "1..*",
      paramLabel = "CID",
      description = "In any base, or - for one in each line of the standard input.")
  private List<String> cids = List.of();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "TEXT",
      description = {"What to print of each (default: %%s).", CidFormat.LETTERS})
  private String format = "%s";

  @Option(
      names = {"-b", "--base"},
      paramLabel = "BASE",
      description =
          "base32, base58btc, base36, base16, base64, base64url, ...; a CIDv0 then becomes a CIDv1.")
  private @Nullable String base;

  @Option(
      names = {"-v", "--version"},
      paramLabel = "0|1",
      description = "Turn all into this version.")
  private @Nullable Integer version;

  @Option(names = "--codec", paramLabel = "NAME", description = "Replace the codec: raw, dag-cbor.")
  private @Nullable String codec;

  FormatCid(Streams streams) {
    super(streams);
  }

  private record Line(String given, String formatted) {}

  private record Lines(List<Line> lines) implements Report {
    @Override
    public void text(Text out) throws IOException {
      for (Line line : lines) {
        out.line(line.formatted);
      }
    }

    @Override
    public void json(JsonGenerator json) {
      json.writeArrayPropertyStart("cids");
      for (Line line : lines) {
        json.writeStartObject();
        json.writeStringProperty("cid", line.given);
        json.writeStringProperty("formatted", line.formatted);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  @Override
  protected Report run() throws IOException {
    if (version != null && version != 0 && version != 1) {
      throw new UsageException("--version is %d, must be 0 or 1".formatted(version));
    }
    List<Line> lines = new ArrayList<>();
    for (String text : cids) {
      if (text.equals("-")) {
        standardInput(lines);
      } else {
        lines.add(line(text));
      }
    }
    return new Lines(lines);
  }

  private void standardInput(List<Line> lines) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(streams().in(), StandardCharsets.UTF_8));
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      if (!text.isBlank()) {
        lines.add(line(text.strip()));
      }
    }
  }

  private Line line(String text) {
    Cid cid = Cid.parse(text);
    Cid changed = changed(cid);
    return new Line(text, new CidFormat(format).of(changed, base(cid, changed, text)));
  }

  private Cid changed(Cid given) {
    Cid cid = codec == null ? given : Cid.v1(Multicodec.code(codec), given.multihash());
    if (version == null) {
      return base == null || BaseName.parse(base) == Multibase.BASE58BTC ? cid : cid.toV1();
    }
    return version == 1
        ? cid.toV1()
        : cid.toV0()
            .orElseThrow(() ->
                new FormatException(cid + " has no version 0: only dag-pb with sha2-256 has one"));
  }

  /** That of the option, else that of the text, unless the version has changed. */
  private Multibase base(Cid given, Cid cid, String text) {
    if (cid.version() == 0) {
      if (base != null && BaseName.parse(base) != Multibase.BASE58BTC) {
        throw new UsageException("a CIDv0 is written in base58btc, not in " + base);
      }
      return Multibase.BASE58BTC;
    }
    if (base != null) {
      return BaseName.parse(base);
    }
    return given.version() == 0 ? Multibase.BASE32 : BaseName.ofText(given, text);
  }
}
