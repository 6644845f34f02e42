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
import java.util.ArrayList;
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
  private final ProviderRecords providers;
  private final OwnPeer self;
  private final RoutingAnswer answer;
  private final Semaphore searches = new Semaphore(SEARCHES);

  RoutingController(
      PublicCars cars, ProviderRecords providers, OwnPeer self, RoutingAnswer answer) {
    this.cars = cars;
    this.providers = providers;
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
    Filters filters = Filters.of(addrs, protocols);
    answer.send("Providers", filters.apply(who(parsed(cid))), request, response);
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
    Filters filters = Filters.of(addrs, protocols);
    List<PeerRecord> records = known ? List.of(PeerRecord.of(self)) : List.of();
    answer.send("Peers", filters.apply(records), request, response);
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

  /** Ourselves first, then the providers that store a CAR which has it. */
  private List<PeerRecord> who(Cid cid) throws IOException {
    PublicCars.Holding holding = holding(cid);
    List<PeerRecord> records = new ArrayList<>();
    if (holding.here().isPresent() && self.address().isPresent()) {
      records.add(PeerRecord.of(self));
    }
    if (!holding.pieces().isEmpty()) {
      records.addAll(providers.of(holding.pieces()));
    }
    return records;
  }

  private PublicCars.Holding holding(Cid cid) throws IOException {
    if (cid.multihash().code() == Multihash.IDENTITY) {
      return PublicCars.Holding.NONE;
    }
    if (!searches.tryAcquire()) {
      throw Problem.busy("Many CIDs are looked for at the moment; ask again soon.").exception();
    }
    try {
      return cars.holding(cid);
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
