package io.filstore.unixfs;

import io.filstore.ipld.Utf8;
import io.filstore.multiformats.FormatException;
import java.util.Comparator;
import java.util.List;

/** Which names and paths are allowed in a tree, and their order. Nothing is normalised. */
public final class Names {
  /**
   * Order of paths in a tree, depth first: by the unsigned UTF-8 bytes of each name. For valid text
   * that is the order of code points, with the separator below every other character.
   */
  public static final Comparator<String> PATH_ORDER = Names::compare;

  private Names() {}

  /**
   * A name of a directory entry.
   *
   * @throws InvalidPathException if it is empty, "." or "..", contains a slash or NUL, or is not
   *     representable in UTF-8
   */
  public static String requireName(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new InvalidPathException("\"" + name + "\" is not allowed as a name");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      throw new InvalidPathException("a name must not contain a slash or NUL");
    }
    try {
      Utf8.encode(name);
    } catch (FormatException e) {
      throw new InvalidPathException("a name is not valid text: " + e.getMessage());
    }
    return name;
  }

  /**
   * Names of a relative path.
   *
   * @throws InvalidPathException if it is empty, absolute, or any of its names is not allowed
   */
  public static List<String> requirePath(String path) {
    if (path.startsWith("/")) {
      throw new InvalidPathException("the path \"" + path + "\" is absolute");
    }
    List<String> names = List.of(path.split("/", -1));
    names.forEach(Names::requireName);
    return names;
  }

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Integer.compare(rank(x), rank(y));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all others, though their numbers are lower. */
  private static int rank(char c) {
    if (c == '/') {
      return -1;
    }
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
