package io.filstore.unixfs;

import io.filstore.ipld.Utf8;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a tree together from leaves that are hashed and written elsewhere. Takes the events of a
 * depth-first walk in the byte order of names, children before the end of their directory, and
 * writes the nodes above the leaves: nodes of files, symlinks, directories flat or sharded.
 *
 * <p>The outermost event has the name {@code ""}; it may be a directory, a file or a symlink.
 * Memory: the links of one node per level of the open file, and per open directory its entries as
 * {@link EntryTable} keeps them. Not thread-safe.
 *
 * <p>Every method that takes a name throws {@link InvalidPathException} if it is not allowed,
 * stands twice, or is out of order; calls that do not fit together end in an {@link
 * IllegalStateException}.
 */
public final class TreeAssembler {
  private final Profile profile;
  private final NodeWriter out;
  private final TreeListener listener;
  private final Deque<OpenDirectory> open = new ArrayDeque<>();
  private @Nullable OpenFile file;
  private @Nullable Entry root;

  public TreeAssembler(Profile profile, NodeSink sink, TreeListener listener) {
    this.profile = profile;
    this.out = new NodeWriter(sink, profile.cidVersion());
    this.listener = listener;
  }

  public void beginDirectory(String name, Metadata metadata) {
    String path = enter(name);
    open.push(new OpenDirectory(path, metadata, out.mark()));
  }

  /**
   * Ends the innermost directory. One without entries leaves no trace where the profile drops
   * those, unless it is the root.
   *
   * @throws InvalidPathException if it is sharded and two of its names have the same hash
   */
  public void endDirectory() throws IOException {
    if (file != null || open.isEmpty()) {
      throw new IllegalStateException("there is no directory to end");
    }
    OpenDirectory done = open.pop();
    if (done.isEmpty() && !open.isEmpty() && !profile.emptyDirectories()) {
      return;
    }
    Entry entry = done.write(out, profile.sharding());
    leave(entry);
    listener.directory(done.path(), entry);
  }

  /**
   * Begins a file of known size.
   *
   * @param size bytes; {@link #endFile} insists on it
   */
  public void beginFile(String name, long size, Metadata metadata) {
    file = OpenFile.of(profile, out, enter(name), size, metadata);
  }

  /** Begins a file that is read from a stream to its end. */
  public void beginFile(String name) {
    file = OpenFile.ofUnknownSize(profile, out, enter(name));
  }

  /**
   * The next leaf of the open file. Its block has the form of {@link Profile#leafEncoding} and is
   * written by the caller, before or after this call, but before the next leaf's. All but the last
   * are full chunks; an empty file is one empty leaf.
   */
  public void leaf(Cid cid, int contentLength) throws IOException {
    if (file == null) {
      throw new IllegalStateException("there is no open file");
    }
    file.leaf(cid, contentLength);
  }

  /**
   * Ends the open file.
   *
   * @throws SourceChangedException if the leaves are not as many bytes as announced
   */
  public Entry endFile() throws IOException {
    if (file == null) {
      throw new IllegalStateException("there is no open file");
    }
    OpenFile done = file;
    Entry entry = done.finish();
    file = null;
    leave(entry);
    listener.file(done.path(), entry);
    return entry;
  }

  /**
   * A symbolic link.
   *
   * @param target where it leads, as it stands in the link
   */
  public Entry symlink(String name, String target, Metadata metadata) throws IOException {
    String path = enter(name);
    byte[] bytes = Utf8.encode(target);
    long since = out.mark();
    Entry entry = out.write(List.of(), UnixFsData.symlink(bytes, metadata), bytes.length, since);
    leave(entry);
    listener.symlink(path, entry);
    return entry;
  }

  /** A child whose blocks are all written elsewhere. The listener does not hear of it. */
  public void finished(String name, Entry entry) {
    enter(name);
    leave(entry);
  }

  /** The outermost entry. */
  public Entry root() {
    if (root == null) {
      throw new IllegalStateException("the tree is not finished");
    }
    return root;
  }

  /** Checks a name at the place that the tree has reached, and gives its path. */
  private String enter(String name) {
    if (file != null || root != null) {
      throw new IllegalStateException("\"" + name + "\" begins inside a file or after the root");
    }
    if (open.isEmpty()) {
      if (!name.isEmpty()) {
        throw new InvalidPathException("the root has no name, \"" + name + "\" was given");
      }
      return "";
    }
    open.element().expect(name);
    return open.element().below(name);
  }

  private void leave(Entry entry) {
    if (open.isEmpty()) {
      root = entry;
    } else {
      open.element().add(entry);
    }
  }
}
