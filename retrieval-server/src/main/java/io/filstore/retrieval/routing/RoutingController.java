package io.filstore.retrieval.routing;

import io.filstore.libp2p.PeerId;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.blockindex.PublicCars;
import io.filstore.retrieval.peer.OwnPeer;
import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /routing/v1} of the delegated routing specification, for content that is public here. It
 * asks nobody for credentials, so it says nothing of content that is not.
 */
@RestController
@RequestMapping("/routing/v1")
class RoutingController {

  /** Nobody who asks has to show a credential, so they share few places. */
  private static final int SEARCHES = 4;

  private final PublicCars cars;
  private final OwnPeer self;
  private final RoutingAnswer answer;
  private final Semaphore searches = new Semaphore(SEARCHES);

  RoutingController(PublicCars cars, OwnPeer self, RoutingAnswer answer) {
    this.cars = cars;
    this.self = self;
    this.answer = answer;
  }

  @GetMapping("/providers/{cid}")
  void providers(
      @PathVariable String cid,
      @RequestParam(name = "filter-addrs", required = false) @Nullable String addrs,
      @RequestParam(name = "filter-protocols", required = false) @Nullable String protocols,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean held = self.address().isPresent() && held(parsed(cid));
    answer.send("Providers", records(held, Filters.of(addrs, protocols)), request, response);
  }

  @GetMapping("/peers/{peer}")
  void peers(
      @PathVariable String peer,
      @RequestParam(name = "filter-addrs", required = false) @Nullable String addrs,
      @RequestParam(name = "filter-protocols", required = false) @Nullable String protocols,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean known = peerId(peer).equals(self.id());
    answer.send("Peers", records(known, Filters.of(addrs, protocols)), request, response);
  }

  @RequestMapping({"/ipns/**", "/dht/**", "/providers", "/providers/"})
  void notOffered() {
    throw Problem.notImplemented("Names, the DHT and records of others are not offered here.")
        .exception();
  }

  @GetMapping("/**")
  void unknown() {
    throw Problem.invalidRequest("Only providers/{cid} and peers/{peer-id} are known here.")
        .exception();
  }

  private List<PeerRecord> records(boolean isSelf, Filters filters) {
    return isSelf ? filters.apply(PeerRecord.of(self)).stream().toList() : List.of();
  }

  private boolean held(Cid cid) throws IOException {
    if (cid.multihash().code() == Multihash.IDENTITY) {
      return false;
    }
    if (!searches.tryAcquire()) {
      throw Problem.busy("Many CIDs are looked for at the moment; ask again soon.").exception();
    }
    try {
      return cars.hold(cid);
    } finally {
      searches.release();
    }
  }

  private static Cid parsed(String text) {
    try {
      return Cid.parse(text);
    } catch (FormatException malformed) {
      throw Problem.unprocessable("This is no CID: " + malformed.getMessage()).exception();
    }
  }

  private static PeerId peerId(String text) {
    try {
      return PeerId.parse(text);
    } catch (FormatException malformed) {
      throw Problem.unprocessable("This is no peer id: " + malformed.getMessage()).exception();
    }
  }
}
