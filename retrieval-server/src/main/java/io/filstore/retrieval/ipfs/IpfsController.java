package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RetrievalProperties;
import io.filstore.retrieval.access.Reader;
import io.filstore.retrieval.access.Readers;
import io.filstore.retrieval.bytes.DamagedContentException;
import io.filstore.retrieval.egress.Egress;
import io.filstore.retrieval.egress.Room;
import io.filstore.retrieval.problem.Problem;
import io.filstore.retrieval.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET|HEAD /ipfs/{cid}[/path]}. */
@RestController
class IpfsController {

  private final Readers readers;
  private final Holdings holdings;
  private final IpfsAnswer answers;
  private final Egress egress;
  private final Room room;
  private final boolean deserialized;

  IpfsController(
      Readers readers,
      Holdings holdings,
      IpfsAnswer answers,
      Egress egress,
      Room room,
      RetrievalProperties properties) {
    this.readers = readers;
    this.holdings = holdings;
    this.answers = answers;
    this.egress = egress;
    this.room = room;
    this.deserialized = properties.deserialized();
  }

  @RequestMapping(
      path = {"/ipfs/{cid}", "/ipfs/{cid}/**"},
      method = {RequestMethod.GET, RequestMethod.HEAD})
  void content(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Reader reader = readers.of(request);
    if (reader instanceof Reader.Provider) {
      throw Problem.forbidden("A piece token opens its piece only.").exception();
    }
    IpfsPath path = parse(reader, request.getRequestURI());
    refuseWideServiceWorker(request, path);
    Negotiation negotiation = Negotiation.of(request, deserialized);
    Wanted wanted = negotiation.wanted();
    if (wanted instanceof Wanted.Raw && !deserialized && !path.names().isEmpty()) {
      throw Problem.invalidRequest("A block is asked for by its own CID, without a path.")
          .exception();
    }
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Ipfs-Path", path.raw());
    response.setHeader(HttpHeaders.VARY, "Accept, Accept-Encoding, Authorization");
    if (negotiation.contentLocation() != null) {
      response.setHeader(HttpHeaders.CONTENT_LOCATION, negotiation.contentLocation());
    }
    try (var _ = room.take(Room.DAG)) {
      answer(request, response, reader, path, wanted);
    }
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      Reader reader,
      IpfsPath path,
      Wanted wanted)
      throws IOException {
    Optional<HeldContent> held =
        open(reader, path.root(), wanted instanceof Wanted.Raw && path.names().isEmpty(), request);
    if (held.isEmpty()) {
      // Without a body, as the path gateway specification asks.
      response.reset();
      response.setStatus(HttpServletResponse.SC_PRECONDITION_FAILED);
      return;
    }
    send(request, response, reader, path, wanted, held.get());
  }

  private static IpfsPath parse(Reader reader, String path) {
    try {
      return IpfsPath.parse(path);
    } catch (ProblemException malformed) {
      throw reader.nothing(malformed.problem());
    }
  }

  private void send(
      HttpServletRequest request,
      HttpServletResponse response,
      Reader reader,
      IpfsPath path,
      Wanted wanted,
      HeldContent content)
      throws IOException {
    try (content) {
      HttpServletResponse counted = egress.admit(content.owner(), reader, response);
      ResolvedPath resolved = ResolvedPath.follow(path, content);
      response.setHeader("X-Ipfs-Roots", resolved.roots());
      answers.send(new Asked(request, counted, path, resolved, content), wanted);
    } catch (FormatException damage) {
      throw DamagedContentException.in(
          content.car(), "below " + path.root() + ": " + damage.getMessage(), damage);
    }
  }

  /** A worker of a content root must not reach beyond it (path gateway specification). */
  private static void refuseWideServiceWorker(HttpServletRequest request, IpfsPath path) {
    if ("script".equals(request.getHeader("Service-Worker"))
        && path.names().isEmpty()
        && !path.trailingSlash()) {
      throw Problem.invalidRequest("A service worker needs a path below the CID.").exception();
    }
  }

  /**
   * An identity CID is its own content; anyone who may read at all may read it. Empty when the root
   * is not here and the caller wants it only if it is.
   */
  private Optional<HeldContent> open(
      Reader reader, Cid root, boolean blockOnly, HttpServletRequest request) throws IOException {
    if (root.multihash().code() == Multihash.IDENTITY) {
      if (root.multihash().digestLength() > Multihash.MAX_IDENTITY) {
        throw Problem.invalidCid("An identity CID carries at most 128 bytes.").exception();
      }
      return Optional.of(holdings.nothing());
    }
    if (onlyIfCached(request)) {
      return openHere(reader, root);
    }
    Optional<HeldContent> held =
        blockOnly ? holdings.openBlock(reader, root) : holdings.open(reader, root);
    if (held.isEmpty()) {
      throw reader.nothing(Problem.notFound("This CID is in none of the uploads you may read."));
    }
    return held;
  }

  private Optional<HeldContent> openHere(Reader reader, Cid root) throws IOException {
    try {
      return holdings.openHere(reader, root);
    } catch (ProblemException notHere) {
      if (notHere.problem().status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
        return Optional.empty();
      }
      throw notHere;
    }
  }

  private static boolean onlyIfCached(HttpServletRequest request) {
    String cache = request.getHeader(HttpHeaders.CACHE_CONTROL);
    return cache != null && cache.toLowerCase(Locale.ROOT).contains("only-if-cached");
  }
}
