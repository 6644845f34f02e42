package io.filstore.cli.cid;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Streams;
import io.filstore.cli.console.Verb;
import io.filstore.multiformats.Cid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "inspect", description = "Say what a CID is made of.")
final class InspectCid extends Verb {
  @Parameters(paramLabel = "CID", description = "In any base.")
  private String text = "";

  InspectCid(Streams streams) {
    super(streams);
  }

  @Override
  protected Report run() {
    Cid cid = Cid.parse(text);
    return new CidReport(cid, BaseName.of(BaseName.ofText(cid, text)));
  }
}
