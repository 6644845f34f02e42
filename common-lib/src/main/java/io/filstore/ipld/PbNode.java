package io.filstore.ipld;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dag-pb node.
 *
 * @param links in the order of the bytes
 * @param data the UnixFS message; null if the field is absent, which is not the same as empty
 */
public record PbNode(List<PbLink> links, byte @Nullable [] data) {
  // Written out: a compact constructor loses the annotation of an array in the class file.
  public PbNode(List<PbLink> links, byte @Nullable [] data) {
    this.links = List.copyOf(links);
    this.data = data;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PbNode that
        && links.equals(that.links)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Objects.hash(links, Arrays.hashCode(data));
  }
}
