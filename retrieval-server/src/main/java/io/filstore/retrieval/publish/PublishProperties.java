package io.filstore.retrieval.publish;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Publishing to indexers.
 *
 * @param enabled whether indexers are told of public content at all
 * @param announceTo where indexers take announcements, with their whole path; may be empty, as
 *     those who know this publisher come by themselves
 * @param mirrors IPNI_MIRRORS, gateways of the operator's with the same content; may be empty
 * @param mirrorKeys FILSTORE_IPNI_MIRROR_KEYS, as {@link Mirrors#parse} takes them
 * @param interval between two looks at what is public
 * @param announceInterval least time between two announcements to one indexer
 */
@ConfigurationProperties("filstore.retrieval.publish")
record PublishProperties(
    boolean enabled,
    List<URI> announceTo,
    List<URI> mirrors,
    String mirrorKeys,
    Duration interval,
    Duration announceInterval) {

  PublishProperties {
    announceTo = List.copyOf(announceTo);
    mirrors = List.copyOf(mirrors);
    Mirrors.parse(mirrors, mirrorKeys);
    for (URI indexer : announceTo) {
      if (indexer.getHost() == null || !("" + indexer.getScheme()).matches("https?")) {
        throw new IllegalArgumentException(
            "filstore.retrieval.publish.announce-to (IPNI_ANNOUNCE): "
                + indexer
                + " is no http or https URL");
      }
    }
  }

  List<Mirror> mirrorPeers() {
    return Mirrors.parse(mirrors, mirrorKeys);
  }

  /** The keys must not reach a log. */
  @Override
  public String toString() {
    return "PublishProperties[enabled=%s, announceTo=%s, mirrors=%s]"
        .formatted(enabled, announceTo, mirrors);
  }
}
