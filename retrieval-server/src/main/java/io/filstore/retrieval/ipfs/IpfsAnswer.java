package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.Content;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.DirectoryEntry;
import io.filstore.unixfs.Names;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sends content in the form that is wanted. */
@Component
class IpfsAnswer {

  private static final String LISTING_CACHE =
      "public, max-age=604800, stale-while-revalidate=2678400";

  /** Entries of one listing. */
  private static final int MOST_LISTED = 100_000;

  private final JsonMapper json;

  IpfsAnswer(JsonMapper json) {
    this.json = json;
  }

  /** One request with its path followed. */
  record Asked(
      HttpServletRequest request,
      HttpServletResponse response,
      IpfsPath path,
      ResolvedPath resolved) {
    Cid cid() {
      return resolved.end();
    }

    boolean isHead() {
      return request.getMethod().equals("HEAD");
    }
  }

  void send(Asked asked, Wanted wanted, HeldContent held) throws IOException {
    switch (wanted) {
      case Wanted.Raw raw -> raw(asked, held.blocks());
      case Wanted.Car car -> car(asked, car, held);
      case Wanted.Plain plain -> plain(asked, held.files());
    }
  }

  private static void raw(Asked asked, Blocks blocks) throws IOException {
    byte[] block = blocks.get(asked.cid());
    asked
        .response()
        .setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment(asked, asked.cid() + ".bin"));
    Validators validators = Validators.of(asked.cid() + ".raw");
    ContentAnswer.send(
        asked.request(),
        asked.response(),
        Content.checked(
            block.length,
            validators,
            Wanted.RAW_TYPE,
            (from, length, out) -> out.write(block, (int) from, (int) length)));
  }

  private static void car(Asked asked, Wanted.Car car, HeldContent held) throws IOException {
    HttpServletResponse response = asked.response();
    String etag = carEtag(asked, car);
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, ContentAnswer.cacheControl(asked.request()));
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "none");
    if (Validators.matches(asked.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(car.contentType());
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION, attachment(asked, asked.path().root() + ".car"));
    held.blocks().get(asked.cid());
    if (!asked.isHead()) {
      CarAnswer answer = new CarAnswer(held.blocks(), response.getOutputStream(), car.duplicates());
      answer.write(asked.resolved(), car.scope(), held.files());
    }
  }

  /** Weak: two servers may order equal blocks differently. Names everything the bytes depend on. */
  private static String carEtag(Asked asked, Wanted.Car car) {
    String depends = asked.resolved().roots() + ' ' + car.scope() + ' ' + car.duplicates();
    byte[] digest = Multihash.sha256(depends.getBytes(StandardCharsets.UTF_8)).digest();
    return "W/\"" + asked.path().root() + ".car." + HexFormat.of().formatHex(digest, 0, 8) + '"';
  }

  private void plain(Asked asked, UnixFsReader files) throws IOException {
    long codec = asked.cid().codec();
    if (codec != Cid.RAW && codec != Cid.DAG_PB) {
      throw Problem.notAcceptable(
              "This CID is no file or folder; ask for format=raw or format=car.")
          .exception();
    }
    UnixFsStat stat = files.stat(asked.cid());
    switch (stat.kind()) {
      case FILE -> file(asked, stat, files);
      case DIRECTORY, SHARDED_DIRECTORY -> folder(asked, files);
      case SYMLINK ->
          throw Problem.notImplemented(
                  "This kind of node is not shown yet; ask for format=raw or format=car.")
              .exception();
    }
  }

  private static void file(Asked asked, UnixFsStat stat, UnixFsReader files) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    files.writeRange(stat.cid(), 0, Math.min(stat.size(), FileType.HEAD), head);
    String name =
        Optional.ofNullable(asked.request().getParameter("filename"))
            .orElse(asked.path().fileName());
    if (asked.request().getParameter("filename") != null
        || asked.request().getParameter("download") != null) {
      asked
          .response()
          .setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition(asked.request(), name));
    }
    ContentAnswer.send(
        asked.request(),
        asked.response(),
        Content.checked(
            stat.size(),
            Validators.of(stat.cid().toString()),
            FileType.of(name, head.toByteArray()),
            (from, length, out) -> files.writeRange(stat.cid(), from, length, out)));
  }

  private void folder(Asked asked, UnixFsReader files) throws IOException {
    if (!asked.path().trailingSlash()) {
      redirectToSlash(asked);
      return;
    }
    Optional<Cid> index = files.resolve(asked.cid(), "index.html");
    if (index.isPresent() && files.stat(index.get()).kind() == UnixFsStat.Kind.FILE) {
      UnixFsStat page = files.stat(index.get());
      ContentAnswer.send(
          asked.request(),
          asked.response(),
          Content.checked(
              page.size(),
              Validators.of(asked.cid().toString()),
              "text/html;charset=utf-8",
              (from, length, out) -> files.writeRange(page.cid(), from, length, out)));
      return;
    }
    listing(asked, files);
  }

  private void listing(Asked asked, UnixFsReader files) throws IOException {
    HttpServletResponse response = asked.response();
    String etag = "\"DirIndex-1_CID-" + asked.cid() + '"';
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, LISTING_CACHE);
    if (Validators.matches(asked.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    Listing listing = Listing.of(asked.cid(), asked.path().raw(), entries(asked.cid(), files));
    byte[] body = json.writeValueAsString(listing).getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    if (!asked.isHead()) {
      response.getOutputStream().write(body);
    }
  }

  /** Sorted by name; a folder of millions would take the memory of everybody. */
  private static List<DirectoryEntry> entries(Cid folder, UnixFsReader files) throws IOException {
    List<DirectoryEntry> entries = new ArrayList<>();
    files.visit(
        folder,
        entry -> {
          if (entries.size() == MOST_LISTED) {
            throw Problem.notImplemented(
                    "A folder of more than %d entries is not listed; ask for its paths or for format=car."
                        .formatted(MOST_LISTED))
                .exception();
          }
          entries.add(entry);
        });
    entries.sort(Comparator.comparing(DirectoryEntry::name, Names.PATH_ORDER));
    return entries;
  }

  private static void redirectToSlash(Asked asked) {
    String query = asked.request().getQueryString();
    asked.response().setStatus(HttpServletResponse.SC_MOVED_PERMANENTLY);
    asked
        .response()
        .setHeader(
            HttpHeaders.LOCATION, asked.path().raw() + "/" + (query == null ? "" : "?" + query));
  }

  private static String disposition(HttpServletRequest request, String name) {
    ContentDisposition.Builder builder =
        "true".equals(request.getParameter("download"))
            ? ContentDisposition.attachment()
            : ContentDisposition.inline();
    return builder.filename(name, StandardCharsets.UTF_8).build().toString();
  }

  private static String attachment(Asked asked, String otherwise) {
    String name = asked.request().getParameter("filename");
    return name == null
        ? "attachment; filename=\"" + otherwise + '"'
        : ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString();
  }
}
