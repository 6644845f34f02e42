package io.filstore.unixfs;

import io.filstore.multiformats.FormatException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leads through files and folders depth first, in the byte order of names. Holds the listing of one
 * folder per level; reads no content.
 *
 * <p>Refused with a {@link SourceRefusedException}: pipes, sockets and devices, names that are not
 * UTF-8, what may not be read, and links as the policy says. With {@link Symlinks#FOLLOW} a link
 * must lead to something inside the root it was found under, and not to a folder that it lies in.
 */
public final class FolderWalk {
  /** Folders entered through links; a few dozen links can otherwise span a tree without end. */
  private static final int MAX_FOLLOWED = 10_000;

  private final WalkPolicy policy;
  private final TreeVisitor visitor;
  private final Deque<Level> open = new ArrayDeque<>();
  private int followed;

  private FolderWalk(WalkPolicy policy, TreeVisitor visitor) {
    this.policy = policy;
    this.visitor = visitor;
  }

  /**
   * An open folder.
   *
   * @param path its path in the tree; null around a root that stands alone
   * @param identity what tells it from other folders; null for one that is not on disk
   * @param root true place of the root it lies in; null for one that is not on disk
   */
  private record Level(
      @Nullable String path,
      @Nullable Object identity,
      @Nullable Path root,
      Iterator<FolderListing.Child> children) {

    String below(String name) {
      return path == null || path.isEmpty() ? name : path + "/" + name;
    }
  }

  /** A file or folder that is itself the root of the tree. */
  public static TreeSource of(Path path, WalkPolicy policy) {
    List<FolderListing.Child> only = List.of(new FolderListing.Child("", path));
    return visitor ->
        new FolderWalk(policy, visitor).run(new Level(null, null, null, only.iterator()));
  }

  /**
   * A root directory that holds these files and folders under their names.
   *
   * @throws InvalidPathException if two have the same name, or one has none
   */
  public static TreeSource wrapped(List<Path> paths, WalkPolicy policy) {
    TreeMap<String, FolderListing.Child> children = new TreeMap<>(Names.PATH_ORDER);
    for (Path path : paths) {
      String name = ownName(path);
      if (children.put(name, new FolderListing.Child(name, path)) != null) {
        throw new InvalidPathException("the name \"" + name + "\" is given twice");
      }
    }
    List<FolderListing.Child> sorted = List.copyOf(children.values());
    return visitor -> {
      visitor.beginDirectory("", "", Metadata.NONE);
      new FolderWalk(policy, visitor).run(new Level("", null, null, sorted.iterator()));
    };
  }

  private static String ownName(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    if (name == null) {
      throw new InvalidPathException("\"" + path + "\" has no name to stand under");
    }
    try {
      return Names.requireName(PathText.of(name));
    } catch (FormatException e) {
      throw new InvalidPathException("\"" + path + "\" has a name that is not valid UTF-8");
    }
  }

  private void run(Level outermost) throws IOException {
    open.push(outermost);
    while (!open.isEmpty()) {
      Level level = open.element();
      if (level.children.hasNext()) {
        child(level, level.children.next());
      } else if (open.pop().path != null) {
        visitor.endDirectory();
      }
    }
  }

  private void child(Level level, FolderListing.Child child) throws IOException {
    Path location = child.location();
    if (level.root == null && !Files.exists(location, LinkOption.NOFOLLOW_LINKS)) {
      throw new SourceRefusedException(location.toString(), "does not exist");
    }
    BasicFileAttributes found = FolderFile.attributes(location);
    if (found.isSymbolicLink()) {
      link(level, child, found);
    } else {
      Path root = level.root == null ? location.toRealPath() : level.root;
      found(child.name(), level.below(child.name()), location, found, root);
    }
  }

  private void found(String name, String path, Path location, BasicFileAttributes found, Path root)
      throws IOException {
    Metadata metadata = metadata(location, found);
    if (found.isDirectory()) {
      Iterator<FolderListing.Child> children =
          FolderListing.of(location, policy.hidden()).iterator();
      open.push(new Level(path, identity(location, found), root, children));
      visitor.beginDirectory(name, path, metadata);
    } else if (found.isRegularFile()) {
      visitor.file(name, new FolderFile(location, found).asSource(path, metadata));
    } else {
      throw new SourceRefusedException(
          location.toString(), "is neither file nor folder but a pipe, socket or device");
    }
  }

  private void link(Level level, FolderListing.Child child, BasicFileAttributes found)
      throws IOException {
    Path location = child.location();
    String path = level.below(child.name());
    switch (policy.symlinks()) {
      case PRESERVE ->
          visitor.symlink(child.name(), path, target(location), metadata(location, found));
      case REJECT -> throw new SourceRefusedException(location.toString(), "is a symbolic link");
      case SKIP -> {
        if (level.root == null) {
          follow(level, child.name(), path, location);
        }
      }
      case FOLLOW -> follow(level, child.name(), path, location);
    }
  }

  private static String target(Path link) throws IOException {
    try {
      return PathText.of(Files.readSymbolicLink(link));
    } catch (FormatException e) {
      throw new SourceRefusedException(
          link.toString(), "is a symbolic link whose target is not valid UTF-8");
    } catch (IOException e) {
      throw FolderFile.explained(link, e);
    }
  }

  private void follow(Level level, String name, String path, Path link) throws IOException {
    Path target = realTarget(link);
    Path root = level.root == null ? target : level.root;
    if (!target.startsWith(root)) {
      throw new SourceRefusedException(
          link.toString(), "is a symbolic link out of the folder, to \"" + target + "\"");
    }
    BasicFileAttributes found = FolderFile.attributes(target);
    if (found.isDirectory()) {
      requireEnd(link, identity(target, found));
    }
    found(name, path, target, found, root);
  }

  private static Path realTarget(Path link) throws IOException {
    try {
      return link.toRealPath();
    } catch (NoSuchFileException e) {
      throw new SourceRefusedException(link.toString(), "is a symbolic link to nothing", e);
    } catch (FileSystemException e) {
      throw new SourceRefusedException(
          link.toString(), "is a symbolic link that cannot be followed: " + e.getReason(), e);
    }
  }

  private void requireEnd(Path link, Object identity) throws IOException {
    if (open.stream().anyMatch(level -> identity.equals(level.identity))) {
      throw new SourceRefusedException(
          link.toString(), "is a symbolic link to a folder that it lies in");
    }
    if (++followed > MAX_FOLLOWED) {
      throw new SourceRefusedException(
          link.toString(), "is one of more than %d links to folders".formatted(MAX_FOLLOWED));
    }
  }

  private static Object identity(Path folder, BasicFileAttributes found) throws IOException {
    Object key = found.fileKey();
    return key == null ? folder.toRealPath() : key;
  }

  private Metadata metadata(Path location, BasicFileAttributes found) throws IOException {
    return policy.metadata() ? FolderMetadata.of(location, found) : Metadata.NONE;
  }
}
