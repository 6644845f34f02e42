package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.filstore.multiformats.Cid;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.UnixFsStat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * Sends a file or folder as a tar stream (IPIP-0288). Its outermost entry is called by its CID, as
 * in boxo.
 */
final class TarAnswer {

  /** Folders inside each other. */
  private static final int MOST_DEPTH = 128;

  private final UnixFsReader files;
  private final TarWriter tar;

  private TarAnswer(UnixFsReader files, TarWriter tar) {
    this.files = files;
    this.tar = tar;
  }

  static void send(Asked asked) throws IOException {
    Optional<UnixFsStat> stat = IpfsAnswer.stat(asked);
    if (stat.isEmpty()) {
      throw Problem.notAcceptable("Only files and folders are offered as tar.").exception();
    }
    HttpServletResponse response = asked.response();
    // Weak: entries of a sharded folder stand in the order of its shards.
    String etag = "W/\"" + asked.cid() + ".x-tar\"";
    response.setHeader(HttpHeaders.ETAG, etag);
    response.setHeader(HttpHeaders.CACHE_CONTROL, ContentAnswer.cacheControl(asked.request()));
    response.setHeader(HttpHeaders.ACCEPT_RANGES, "none");
    Disposition.attach(asked.request(), response, asked.cid() + ".tar", "tar");
    if (Validators.matches(asked.request().getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    response.setContentType(Wanted.TAR_TYPE);
    if (!asked.isHead()) {
      TarWriter tar = new TarWriter(response.getOutputStream());
      new TarAnswer(asked.held().files(), tar).entry(asked.cid(), asked.cid().toString(), 0);
      tar.end();
    }
  }

  private void entry(Cid cid, String path, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw Problem.notImplemented(
              "Folders inside each other are sent up to %d deep.".formatted(MOST_DEPTH))
          .exception();
    }
    if (cid.codec() != Cid.RAW && cid.codec() != Cid.DAG_PB) {
      throw Problem.notAcceptable("A folder holds something that is no file.").exception();
    }
    UnixFsStat stat = files.stat(cid);
    switch (stat.kind()) {
      case FILE -> {
        tar.file(path, stat.size());
        files.write(cid, tar.content());
        tar.endFile(stat.size());
      }
      case SYMLINK -> tar.symlink(path, files.symlinkTarget(cid).getBytes(UTF_8));
      case DIRECTORY, SHARDED_DIRECTORY -> {
        tar.folder(path);
        files.visit(cid, child -> entry(child.cid(), path + "/" + child.name(), depth + 1));
      }
    }
  }
}
