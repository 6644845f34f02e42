package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.retrieval.ipfs.Wanted.Format;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.UnixFsStat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Sends content in the form that is wanted. */
@Component
class IpfsAnswer {

  private final FolderAnswer folders;

  IpfsAnswer(FolderAnswer folders) {
    this.folders = folders;
  }

  void send(Asked asked, Wanted wanted) throws IOException {
    if (!(wanted instanceof Wanted.Car) && asked.resolved().inside() != null) {
      throw Problem.notImplemented(
              "The path ends at a value inside a block; ask for its block or for format=car.")
          .exception();
    }
    switch (wanted) {
      case Wanted.Raw() -> BlockAnswer.raw(asked);
      case Wanted.Car car -> car(asked, car);
      case Wanted.Coded coded -> coded(asked, coded);
      case Wanted.Tar() -> TarAnswer.send(asked);
      case Wanted.Plain(boolean page) -> plain(asked, page);
    }
  }

  private static void car(Asked asked, Wanted.Car car) throws IOException {
    HttpServletResponse response = asked.response();
    String etag = carEtag(asked, car);
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, ContentAnswer.cacheControl(asked.request()));
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "none");
    Disposition.attach(asked.request(), response, asked.path().root() + ".car", "car");
    if (Validators.matches(asked.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(car.contentType());
    asked.held().blocks().stored(asked.cid());
    if (!asked.isHead()) {
      new CarAnswer(asked.held(), response.getOutputStream(), car.duplicates())
          .write(asked.resolved(), car);
    }
  }

  /** Weak: two servers may order equal blocks differently. Names everything the bytes depend on. */
  private static String carEtag(Asked asked, Wanted.Car car) {
    String depends =
        "%s %s %s %s %s"
            .formatted(
                asked.path().root(),
                asked.path().names(),
                car.scope(),
                car.bytes() == null ? "" : car.bytes(),
                car.duplicates());
    byte[] digest = Multihash.sha256(depends.getBytes(StandardCharsets.UTF_8)).digest();
    return "W/\"" + asked.path().root() + ".car." + HexFormat.of().formatHex(digest, 0, 8) + '"';
  }

  /** Nothing is converted: what does not fit is 406 (IPIP-0524). */
  private void coded(Asked asked, Wanted.Coded coded) throws IOException {
    if (coded.format().holds(asked.cid().codec())) {
      BlockAnswer.coded(asked, coded.format());
      return;
    }
    Optional<UnixFsStat> stat = stat(asked);
    if (coded.format() == Format.JSON && stat.isPresent()) {
      if (stat.get().kind() == UnixFsStat.Kind.FILE && FileAnswer.isJson(asked, stat.get())) {
        FileAnswer.json(asked, stat.get());
        return;
      }
      if (stat.get().kind().isDirectory() && coded.listing()) {
        folders.asJson(asked, coded.elsePlain());
        return;
      }
    }
    if (!coded.elsePlain()) {
      throw Problem.notAcceptable(
              "This content is not %s and is not converted; ask for format=raw."
                  .formatted(coded.format().text()))
          .exception();
    }
    plain(asked, false);
  }

  private void plain(Asked asked, boolean page) throws IOException {
    Optional<Format> codec = Format.ofCodec(asked.cid().codec());
    if (codec.isPresent()) {
      if (page && NodePath.leadsThrough(asked.cid().codec())) {
        folders.ofBlock(asked, codec.get());
      } else {
        BlockAnswer.coded(asked, codec.get());
      }
      return;
    }
    UnixFsStat stat =
        stat(asked)
            .orElseThrow(() ->
                Problem.notAcceptable(
                        "This CID is no file or folder; ask for format=raw or format=car.")
                    .exception());
    switch (stat.kind()) {
      case FILE -> FileAnswer.send(asked, stat);
      case DIRECTORY, SHARDED_DIRECTORY -> folders.send(asked);
      case SYMLINK -> FileAnswer.symlink(asked);
    }
  }

  /** What kind of UnixFS node it is; empty when it is none. */
  static Optional<UnixFsStat> stat(Asked asked) throws IOException {
    long codec = asked.cid().codec();
    if (codec != Cid.RAW && codec != Cid.DAG_PB) {
      return Optional.empty();
    }
    // Tells damage from a sound block of another kind.
    asked.held().blocks().stored(asked.cid());
    try {
      return Optional.of(asked.held().files().stat(asked.cid()));
    } catch (FormatException other) {
      return Optional.empty();
    }
  }
}
