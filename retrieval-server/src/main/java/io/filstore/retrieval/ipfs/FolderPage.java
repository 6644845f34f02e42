package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.DirectoryEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * Pages for people: a folder's entries, or what can be had of a block that is neither file nor
 * folder. Every name is another's text and is escaped; there is no script, and the policy allows
 * nothing but the one style.
 */
final class FolderPage {

  private static final String STYLE =
      "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
          + "table{border-collapse:collapse;width:100%}td{padding:.2rem .5rem;word-break:break-word}"
          + "td.size{text-align:right;white-space:nowrap}a.ipfs-hash{font-family:monospace}";

  /**
   * The value of {@code Content-Security-Policy} for these pages. Without the exception browsers
   * would not save what a link leads to.
   */
  static final String POLICY =
      "sandbox allow-downloads; default-src 'none'; style-src 'sha256-"
          + base64(Multihash.sha256(STYLE.getBytes(StandardCharsets.UTF_8)).digest())
          + "'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private FolderPage() {}

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Lists a folder. */
  static String folder(IpfsPath path, Cid cid, List<DirectoryEntry> entries) {
    String base = href(path, path.names().size());
    StringBuilder page = begin("Index of /ipfs/" + path.root() + name(path));
    page.append("<h1>Index of ").append(breadcrumbs(path)).append("</h1>\n<table>\n");
    if (!path.names().isEmpty()) {
      page.append("<tr><td><a href=\"").append(base).append("/..\">..</a></td></tr>\n");
    }
    for (DirectoryEntry entry : entries) {
      String encoded = UriUtils.encode(entry.name(), StandardCharsets.UTF_8);
      page.append("<tr><td><a href=\"")
          .append(base)
          .append('/')
          .append(encoded)
          .append("\">")
          .append(escape(entry.name()))
          .append("</a></td><td><a class=\"ipfs-hash\" translate=\"no\" href=\"/ipfs/")
          .append(entry.cid())
          .append("?filename=")
          .append(UriUtils.encode(entry.name(), StandardCharsets.UTF_8))
          .append("\">")
          .append(entry.cid())
          .append("</a></td><td class=\"size\">")
          .append(entry.tsize())
          .append("</td></tr>\n");
    }
    page.append("</table>\n<p>").append(forms(base + "/", cid)).append("</p>\n");
    return page.append("</body>\n</html>\n").toString();
  }

  /** Offers a block of dag-json or dag-cbor. */
  static String block(IpfsPath path, Cid cid, Wanted.Format format, int size) {
    String base = href(path, path.names().size());
    StringBuilder page = begin(format.text() + " /ipfs/" + path.root() + name(path));
    page.append("<h1>").append(breadcrumbs(path)).append("</h1>\n<p>A block of ");
    page.append(size).append(" bytes, ").append(format.text()).append(", CID ").append(cid);
    page.append("</p>\n<p><a href=\"").append(base).append("?format=").append(format.text());
    page.append("\">as it is</a>, ").append(forms(base, cid)).append("</p>\n");
    return page.append("</body>\n</html>\n").toString();
  }

  private static StringBuilder begin(String title) {
    return new StringBuilder(4096)
        .append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(escape(title))
        .append("</title>\n<style>")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n");
  }

  private static String forms(String base, Cid cid) {
    return "<a href=\"%s?format=car\">CAR</a>, <a href=\"%s?format=raw\">raw block</a>, %s"
        .formatted(base, base, Multicodec.name(cid.codec()));
  }

  private static String breadcrumbs(IpfsPath path) {
    StringBuilder crumbs = new StringBuilder("/ipfs/");
    crumbs.append("<a href=\"").append(href(path, 0)).append("\">");
    crumbs.append(path.root()).append("</a>");
    for (int i = 0; i < path.names().size(); i++) {
      crumbs.append("/<a href=\"").append(href(path, i + 1)).append("\">");
      crumbs.append(escape(path.names().get(i))).append("</a>");
    }
    return crumbs.toString();
  }

  /** Address of the first names of a path, without a slash at its end. */
  private static String href(IpfsPath path, int names) {
    StringBuilder href = new StringBuilder("/ipfs/").append(path.root());
    for (String name : path.names().subList(0, names)) {
      href.append('/').append(UriUtils.encode(name, StandardCharsets.UTF_8));
    }
    return href.toString();
  }

  private static String name(IpfsPath path) {
    return path.names().isEmpty() ? "" : "/" + String.join("/", path.names());
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
