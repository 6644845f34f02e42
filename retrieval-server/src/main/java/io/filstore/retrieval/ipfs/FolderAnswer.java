package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.bytes.Content;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.retrieval.ipfs.Wanted.Format;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.DirectoryEntry;
import io.filstore.unixfs.Names;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends folders: their {@code index.html}, or a listing as a page or as JSON. */
@Component
class FolderAnswer {

  private static final String LISTING_CACHE = "max-age=604800, stale-while-revalidate=2678400";

  /** Entries of one listing. */
  private static final int MOST_LISTED = 100_000;

  /** Characters of their names. */
  private static final int MOST_CHARACTERS = 4_000_000;

  private final JsonMapper json;

  FolderAnswer(JsonMapper json) {
    this.json = json;
  }

  void send(Asked asked) throws IOException {
    if (!asked.path().trailingSlash()) {
      redirectToSlash(asked);
      return;
    }
    Optional<UnixFsStat> index = index(asked);
    if (index.isPresent()) {
      sendIndex(asked, index.get());
      return;
    }
    if (!isKnown(asked, "DirIndex-page1_CID-")) {
      List<DirectoryEntry> entries = entries(asked);
      page(asked, new FolderPage(asked).folder(entries));
    }
  }

  /**
   * The listing for programs.
   *
   * @param orPage whether the caller would take the folder's page, too, which then goes before
   */
  void asJson(Asked asked, boolean orPage) throws IOException {
    if (!asked.path().trailingSlash()) {
      redirectToSlash(asked);
      return;
    }
    Optional<UnixFsStat> index = orPage ? index(asked) : Optional.empty();
    if (index.isPresent()) {
      sendIndex(asked, index.get());
    } else if (!isKnown(asked, "DirIndex-json1_CID-")) {
      Listing listing = Listing.of(asked.cid(), asked.path().raw(), entries(asked));
      body(asked, "application/json", json.writeValueAsString(listing));
    }
  }

  /** A page about a block that is neither file nor folder. */
  void ofBlock(Asked asked, Format format) throws IOException {
    int size = asked.held().blocks().get(asked.cid()).length;
    if (!isKnown(asked, "DagIndex-page1_CID-")) {
      page(asked, new FolderPage(asked).block(format, size));
    }
  }

  private static Optional<UnixFsStat> index(Asked asked) throws IOException {
    UnixFsReader files = asked.held().files();
    Optional<Cid> index = files.resolve(asked.cid(), "index.html");
    if (index.isEmpty()) {
      return Optional.empty();
    }
    long codec = index.get().codec();
    return codec == Cid.RAW || codec == Cid.DAG_PB
        ? Optional.of(files.stat(index.get())).filter(s -> s.kind() == UnixFsStat.Kind.FILE)
        : Optional.empty();
  }

  private static void sendIndex(Asked asked, UnixFsStat page) throws IOException {
    UnixFsReader files = asked.held().files();
    ContentAnswer.send(
        asked.request(),
        asked.response(),
        Content.checked(
            page.size(),
            Validators.of(asked.cid().toString()),
            "text/html;charset=utf-8",
            (from, length, out) -> files.writeRange(page.cid(), from, length, out)));
  }

  /** Sets the validators of a listing; true when the caller has it already, which is then said. */
  private static boolean isKnown(Asked asked, String prefix) {
    HttpServletResponse response = asked.response();
    String etag = '"' + prefix + asked.cid() + '"';
    boolean credential = ContentAnswer.hasCredential(asked.request());
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(
        HttpHeaders.CACHE_CONTROL, (credential ? "private, " : "public, ") + LISTING_CACHE);
    if (!Validators.matches(asked.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
      return false;
    }
    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    return true;
  }

  private static void page(Asked asked, String html) throws IOException {
    asked.response().setHeader("Content-Security-Policy", FolderPage.POLICY);
    body(asked, "text/html;charset=utf-8", html);
  }

  private static void body(Asked asked, String type, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    asked.response().setContentType(type);
    asked.response().setContentLength(body.length);
    if (!asked.isHead()) {
      asked.response().getOutputStream().write(body);
    }
  }

  /** Sorted by name; a folder of millions would take the memory of everybody. */
  private static List<DirectoryEntry> entries(Asked asked) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    LongAdder characters = new LongAdder();
    asked
        .held()
        .files()
        .visit(
            asked.cid(),
            entry -> {
              characters.add(entry.name().length());
              if (entries.size() == MOST_LISTED || characters.sum() > MOST_CHARACTERS) {
                throw tooLong();
              }
              entries.add(entry);
            });
    entries.sort(Comparator.comparing(DirectoryEntry::name, Names.PATH_ORDER));
    return entries;
  }

  private static RuntimeException tooLong() {
    return Problem.notImplemented(
            "A folder of more than %d entries or %d characters is not listed; ask for its paths or for format=car."
                .formatted(MOST_LISTED, MOST_CHARACTERS))
        .exception();
  }

  private static void redirectToSlash(Asked asked) {
    String query = asked.request().getQueryString();
    asked.response().setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
    asked
        .response()
        .setHeader(HttpHeaders.CACHE_CONTROL, ContentAnswer.cacheControl(asked.request()));
    asked
        .response()
        .setHeader(
            HttpHeaders.LOCATION, asked.path().raw() + "/" + (query == null ? "" : "?" + query));
  }
}
