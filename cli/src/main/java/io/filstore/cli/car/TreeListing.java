package io.filstore.cli.car;

import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.multiformats.Cid;
import io.filstore.unixfs.extract.ExtractLimits;
import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/** Everything below a place in a tree, found while it is printed. */
record TreeListing(ArchivedTree tree, Cid start) implements Report {
  @Override
  public void text(Text out) throws IOException {
    walk(entry -> out.line("%s %12s  %s".formatted(entry.cid(), size(entry), name(entry))));
  }

  private void walk(TreeWalk.Visitor visitor) throws IOException {
    new TreeWalk(tree, ExtractLimits.DEFAULT, visitor).from(start, tree.path());
  }

  private static String size(TreeEntry entry) {
    return entry.size().isPresent() ? Long.toString(entry.size().getAsLong()) : "-";
  }

  private static String name(TreeEntry entry) {
    String name = entry.path().isEmpty() ? "." : Text.printable(entry.path());
    return switch (entry.kind()) {
      case FILE -> name;
      case DIRECTORY -> name + "/";
      case SYMLINK -> name + " -> " + Text.printable(entry.target());
      case MISSING -> name + "  (not in the archive)";
      case OTHER -> name + "  (not UnixFS)";
    };
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStringProperty("root", tree.root().toString());
    json.writeStringProperty("path", tree.path());
    json.writeArrayPropertyStart("entries");
    walk(entry -> json(json, entry));
    json.writeEndArray();
  }

  private static void json(JsonGenerator json, TreeEntry entry) {
    json.writeStartObject();
    json.writeStringProperty("path", entry.path());
    json.writeStringProperty("type", entry.kind().word());
    if (entry.size().isPresent()) {
      json.writeNumberProperty("size", entry.size().getAsLong());
    }
    json.writeStringProperty("cid", entry.cid().toString());
    if (entry.kind() == TreeEntry.Kind.SYMLINK) {
      json.writeStringProperty("target", entry.target());
    }
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    tree.close();
  }
}
