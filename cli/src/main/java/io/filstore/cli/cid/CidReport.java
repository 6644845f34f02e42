package io.filstore.cli.cid;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import java.io.IOException;
import java.util.HexFormat;
import tools.jackson.core.JsonGenerator;

/**
 * The parts of a CID.
 *
 * @param base name of the base that its text was written in
 */
record CidReport(Cid cid, String base) implements Report {
  @Override
  public void text(Text out) throws IOException {
    Multihash hash = cid.multihash();
    out.field("cid", cid);
    out.field("version", cid.version());
    out.field("base", base);
    out.field("codec", "%s (0x%x)".formatted(Multicodec.name(cid.codec()), cid.codec()));
    out.field("hash", "%s (0x%x)".formatted(Multicodec.name(hash.code()), hash.code()));
    out.field("digest", digest());
    out.field("digest length", hash.digestLength() + " bytes");
    out.field(
        "v0", cid.toV0().map(Cid::toString).orElse("none: only dag-pb with sha2-256 has one"));
    out.field("v1", cid.toV1());
    out.field("human", human());
  }

  @Override
  public void json(JsonGenerator json) {
    Multihash hash = cid.multihash();
    json.writeStringProperty("cid", cid.toString());
    json.writeNumberProperty("version", cid.version());
    json.writeStringProperty("base", base);
    json.writeStringProperty("codec", Multicodec.name(cid.codec()));
    json.writeNumberProperty("codec_code", cid.codec());
    json.writeStringProperty("hash", Multicodec.name(hash.code()));
    json.writeNumberProperty("hash_code", hash.code());
    json.writeNumberProperty("digest_length", hash.digestLength());
    json.writeStringProperty("digest", digest());
    json.writeName("v0");
    cid.toV0().ifPresentOrElse(v0 -> json.writeString(v0.toString()), json::writeNull);
    json.writeStringProperty("v1", cid.toV1().toString());
    json.writeStringProperty("human", human());
  }

  private String digest() {
    return HexFormat.of().formatHex(cid.multihash().digest());
  }

  /** The human-readable form of the CID specification. */
  private String human() {
    Multihash hash = cid.multihash();
    return "%s - cidv%d - %s - (%s : %d : %s)"
        .formatted(
            base,
            cid.version(),
            Multicodec.name(cid.codec()),
            Multicodec.name(hash.code()),
            8 * hash.digestLength(),
            HexFormat.of().withUpperCase().formatHex(hash.digest()));
  }
}
