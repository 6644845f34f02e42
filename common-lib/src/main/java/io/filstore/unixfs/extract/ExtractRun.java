package io.filstore.unixfs.extract;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.BlockMissingException;
import io.filstore.unixfs.Metadata;
import io.filstore.unixfs.Names;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import io.filstore.unixfs.extract.Extracted.LeftOut;
import io.filstore.unixfs.extract.Extracted.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** One extraction into one folder. */
final class ExtractRun {
  private final UnixFsReader reader;
  private final ExtractOptions options;
  private final Path folder;
  private final LongConsumer progress;
  private final List<Link> links = new ArrayList<>();
  private final List<Description> descriptions = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private long files;
  private long directories;
  private long bytes;

  private record Link(OpenFolder parent, String name, String path, String target) {}

  /** Of a folder, the inner ones first; links in it would change its time. */
  private record Description(Path folder, String path, Metadata metadata) {}

  ExtractRun(UnixFsReader reader, ExtractOptions options, Path folder, LongConsumer progress) {
    this.reader = reader;
    this.options = options;
    this.folder = folder;
    this.progress = progress;
  }

  Extracted extract(Cid start, String path) throws IOException {
    OpenFolder at = OpenFolder.outermost(folder);
    List<String> names = names(path);
    UnixFsStat stat = reader.stat(start);
    boolean isFolder =
        stat.kind() == UnixFsStat.Kind.DIRECTORY
            || stat.kind() == UnixFsStat.Kind.SHARDED_DIRECTORY;
    for (String name : isFolder ? names : names.subList(0, names.size() - 1)) {
      at = at.enter(Names.requireName(name), path);
    }
    if (isFolder) {
      children(start, at, path, 1);
    } else {
      entry(start, at, Names.requireName(names.getLast()), path, 1);
    }
    int made = 0;
    for (Link link : links) {
      made += link(link) ? 1 : 0;
    }
    for (Description one : descriptions) {
      OpenFolder.describe(one.folder, one.path, one.metadata);
    }
    return new Extracted(files, directories, made, bytes, leftOut);
  }

  private static List<String> names(String path) {
    List<String> names = new ArrayList<>(List.of(path.split("/")));
    names.removeIf(String::isEmpty);
    return names;
  }

  private void children(Cid directory, OpenFolder here, String path, int depth) throws IOException {
    if (depth > options.limits().depth()) {
      throw new ExtractException(
          path, "lies deeper than %d folders".formatted(options.limits().depth()));
    }
    try {
      reader.visit(
          directory,
          child ->
              entry(
                  child.cid(),
                  here,
                  child.name(),
                  path.isEmpty() ? child.name() : path + "/" + child.name(),
                  depth));
    } catch (BlockMissingException missing) {
      leaveOut(path, Reason.MISSING_BLOCK, missing.cid().toString());
    }
  }

  private void entry(Cid cid, OpenFolder parent, String name, String path, int depth)
      throws IOException {
    count(path);
    if (cid.codec() != Cid.RAW && cid.codec() != Cid.DAG_PB) {
      leaveOut(path, Reason.NOT_UNIXFS, "codec 0x" + Long.toHexString(cid.codec()));
      return;
    }
    UnixFsStat stat;
    try {
      stat = reader.stat(cid);
    } catch (BlockMissingException missing) {
      leaveOut(path, Reason.MISSING_BLOCK, missing.cid().toString());
      return;
    }
    switch (stat.kind()) {
      case FILE -> file(stat, parent, name, path);
      case SYMLINK -> links.add(new Link(parent, name, path, reader.symlinkTarget(cid)));
      case DIRECTORY, SHARDED_DIRECTORY -> {
        OpenFolder here = parent.enter(name, path);
        directories++;
        children(cid, here, path, depth + 1);
        Metadata metadata = metadata(stat);
        if (!metadata.isEmpty()) {
          descriptions.add(new Description(here.folder(), path, metadata));
        }
      }
    }
  }

  private void count(String path) throws ExtractException {
    if (files + directories + links.size() + leftOut.size() >= options.limits().entries()) {
      throw new ExtractException(
          path, "is one more than the %d entries allowed".formatted(options.limits().entries()));
    }
  }

  private void file(UnixFsStat stat, OpenFolder parent, String name, String path)
      throws IOException {
    if (stat.size() > options.limits().bytes() - bytes) {
      throw new ExtractException(
          path,
          "has %d bytes, of %d allowed %d are left"
              .formatted(stat.size(), options.limits().bytes(), options.limits().bytes() - bytes));
    }
    try {
      parent.write(
          name,
          path,
          options.existing(),
          metadata(stat),
          out -> reader.write(stat.cid(), new Counted(out, progress)));
      files++;
      bytes += stat.size();
    } catch (BlockMissingException missing) {
      leaveOut(path, Reason.MISSING_BLOCK, missing.cid().toString());
    }
  }

  private Metadata metadata(UnixFsStat stat) {
    return options.keepsMetadata() ? stat.metadata() : Metadata.NONE;
  }

  private boolean link(Link link) throws IOException {
    boolean wanted =
        switch (options.symlinks()) {
          case NONE -> false;
          case ALL -> true;
          case INSIDE -> staysInside(link);
        };
    if (!wanted) {
      leaveOut(link.path, Reason.SYMLINK, link.target);
      return false;
    }
    link.parent.link(link.name, link.path, link.target, options.existing());
    return true;
  }

  /**
   * By the names alone: what a target really leads to may change at any time. A target that climbs
   * after it has gone down is refused, for it may have gone through another link, and lead out.
   */
  private static boolean staysInside(Link link) {
    if (link.target.isEmpty() || link.target.startsWith("/") || link.target.indexOf('\0') >= 0) {
      return false;
    }
    int depth = names(link.path).size() - 1;
    boolean down = false;
    for (String name : link.target.split("/")) {
      if (name.equals("..")) {
        depth--;
        if (down || depth < 0) {
          return false;
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        down = true;
      }
    }
    return true;
  }

  private void leaveOut(String path, Reason reason, String detail) {
    leftOut.add(new LeftOut(path, reason, detail));
  }
}
