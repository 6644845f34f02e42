package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.access.Reader;
import io.filstore.retrieval.access.Readers;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.problem.Problem;
import io.filstore.unixfs.BlockMissingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET|HEAD /ipfs/{cid}[/path]}. */
@RestController
class IpfsController {

  private final Readers readers;
  private final Holdings holdings;
  private final IpfsAnswer answer;

  IpfsController(Readers readers, Holdings holdings, IpfsAnswer answer) {
    this.readers = readers;
    this.holdings = holdings;
    this.answer = answer;
  }

  @RequestMapping(
      path = {"/ipfs/{cid}", "/ipfs/{cid}/**"},
      method = {RequestMethod.GET, RequestMethod.HEAD})
  void content(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Reader reader = readers.of(request);
    if (reader instanceof Reader.Provider) {
      throw Problem.forbidden("A piece token opens its piece only.").exception();
    }
    IpfsPath path = IpfsPath.parse(request.getRequestURI());
    Wanted wanted = Wanted.of(request);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Ipfs-Path", path.raw());
    response.setHeader(HttpHeaders.VARY, "Accept, Accept-Encoding, Authorization");
    try (HeldContent held = open(reader, path.root(), request)) {
      ResolvedPath resolved = ResolvedPath.follow(path, held.files());
      response.setHeader("X-Ipfs-Roots", resolved.roots());
      answer.send(new IpfsAnswer.Asked(request, response, path, resolved), wanted, held);
    } catch (FormatException | BlockMissingException damage) {
      throw new DamagedContentException(
          "below " + path.root() + ": " + damage.getMessage(), damage);
    }
  }

  /** An identity CID is its own content; anyone who may read at all may read it. */
  private HeldContent open(Reader reader, Cid root, HttpServletRequest request) throws IOException {
    if (root.multihash().code() == Multihash.IDENTITY) {
      return holdings.nothing();
    }
    return holdings.open(reader, root).orElseThrow(() -> absent(request).exception());
  }

  /**
   * A caller that wants cached content only is told so by 412 (trustless gateway,
   * "only-if-cached").
   */
  private static Problem absent(HttpServletRequest request) {
    String cache = request.getHeader(HttpHeaders.CACHE_CONTROL);
    return cache != null && cache.contains("only-if-cached")
        ? Problem.notCached("This CID is not here.")
        : Problem.notFound("This CID is in none of the uploads you may read.");
  }
}
