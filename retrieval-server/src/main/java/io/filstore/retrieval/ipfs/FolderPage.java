package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multicodec;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.unixfs.DirectoryEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * Pages for people: a folder's entries, or what can be had of a block that is neither file nor
 * folder. Every name is another's text and is escaped; there is no script, and the policy allows
 * nothing but the one style. Who came by a link with a token goes on with it.
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

  private final IpfsPath path;
  private final Cid cid;

  /** {@code share=<token>}, or empty; the token was found good, so it has no special characters. */
  private final String share;

  FolderPage(Asked asked) {
    this.path = asked.path();
    this.cid = asked.cid();
    String token = asked.request().getParameter(ContentAnswer.SHARE);
    this.share = token == null ? "" : ContentAnswer.SHARE + "=" + token;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Lists a folder. */
  String folder(List<DirectoryEntry> entries) {
    String base = href(path.names().size());
    StringBuilder page = begin("Index of /ipfs/" + path.root() + name());
    page.append("<h1>Index of ").append(breadcrumbs()).append("</h1>\n<table>\n");
    if (!path.names().isEmpty()) {
      page.append("<tr><td><a href=\"")
          .append(link(base + "/..", ""))
          .append("\">..</a></td></tr>\n");
    }
    for (DirectoryEntry entry : entries) {
      String encoded = UriUtils.encode(entry.name(), StandardCharsets.UTF_8);
      page.append("<tr><td><a href=\"")
          .append(link(base + "/" + encoded, ""))
          .append("\">")
          .append(escape(entry.name()))
          .append("</a></td><td><a class=\"ipfs-hash\" translate=\"no\" href=\"")
          .append(link("/ipfs/" + entry.cid(), "filename=" + encoded))
          .append("\">")
          .append(entry.cid())
          .append("</a></td><td class=\"size\">")
          .append(entry.tsize())
          .append("</td></tr>\n");
    }
    page.append("</table>\n<p>").append(forms(base + "/")).append("</p>\n");
    return page.append("</body>\n</html>\n").toString();
  }

  /** Offers a block of dag-json or dag-cbor. */
  String block(Wanted.Format format, int size) {
    String base = href(path.names().size());
    StringBuilder page = begin(format.text() + " /ipfs/" + path.root() + name());
    page.append("<h1>").append(breadcrumbs()).append("</h1>\n<p>A block of ");
    page.append(size).append(" bytes, ").append(format.text()).append(", CID ").append(cid);
    page.append("</p>\n<p><a href=\"").append(link(base, "format=" + format.text()));
    page.append("\">as it is</a>, ").append(forms(base)).append("</p>\n");
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

  private String forms(String base) {
    return "<a href=\"%s\">CAR</a>, <a href=\"%s\">raw block</a>, %s"
        .formatted(
            link(base, "format=car"), link(base, "format=raw"), Multicodec.name(cid.codec()));
  }

  /** An address with its query, as an attribute of a page has it. */
  private String link(String address, String query) {
    String and = query.isEmpty() || share.isEmpty() ? "" : "&amp;";
    String all = query + and + share;
    return all.isEmpty() ? address : address + "?" + all;
  }

  private String breadcrumbs() {
    StringBuilder crumbs = new StringBuilder("/ipfs/");
    crumbs.append("<a href=\"").append(link(href(0), "")).append("\">");
    crumbs.append(path.root()).append("</a>");
    for (int i = 0; i < path.names().size(); i++) {
      crumbs.append("/<a href=\"").append(link(href(i + 1), "")).append("\">");
      crumbs.append(escape(path.names().get(i))).append("</a>");
    }
    return crumbs.toString();
  }

  /** Address of the first names of a path, without a slash at its end. */
  private String href(int names) {
    StringBuilder href = new StringBuilder("/ipfs/").append(path.root());
    for (String name : path.names().subList(0, names)) {
      href.append('/').append(UriUtils.encode(name, StandardCharsets.UTF_8));
    }
    return href.toString();
  }

  private String name() {
    return path.names().isEmpty() ? "" : "/" + String.join("/", path.names());
  }

  private static String escape(String text) {
    return HtmlUtils.htmlEscape(text, "UTF-8");
  }
}
