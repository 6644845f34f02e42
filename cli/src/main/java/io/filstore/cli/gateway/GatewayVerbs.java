package io.filstore.cli.gateway;

import io.filstore.cli.console.VerbGroup;
import io.filstore.cli.console.Verbs;
import picocli.CommandLine.Command;

/** {@code filstore upload ...} and {@code filstore denylist ...} */
public final class GatewayVerbs {
  public static final Verbs UPLOAD =
      Verbs.of("upload", UploadGroup::new)
          .with("send", SendFile::new)
          .with("show", ShowUpload::new);
  public static final Verbs DENYLIST =
      Verbs.of("denylist", DenylistGroup::new).with("import", ImportDenylist::new);

  private GatewayVerbs() {}

  @Command(name = "upload", description = "Send files and CARs to a gateway, and ask about them.")
  private static final class UploadGroup extends VerbGroup {}

  @Command(name = "denylist", description = "What is given to nobody, for operators.")
  private static final class DenylistGroup extends VerbGroup {}
}
