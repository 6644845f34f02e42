package io.filstore.scheduler.pull;

import io.filstore.db.chain.Networks;
import io.filstore.db.deal.DealView;
import io.filstore.scheduler.problem.RequestRefused;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pull list, for the gateway, which has checked whose key it was. */
@RestController
class PullController {
  private static final int MOST = 1000;

  private final PullList offers;
  private final ReserveOffer reserve;
  private final Networks networks;

  PullController(PullList offers, ReserveOffer reserve, Networks networks) {
    this.offers = offers;
    this.reserve = reserve;
    this.networks = networks;
  }

  @GetMapping("/internal/offers")
  PullList.Offers list(
      @RequestParam(required = false) @Nullable String provider,
      @RequestParam(name = "min_size", defaultValue = "0") long minSize,
      @RequestParam(name = "max_size", defaultValue = "9223372036854775807") long maxSize,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > MOST) {
      throw RequestRefused.invalid("limit must be 1 to " + MOST + ".");
    }
    return offers.of(ProviderId.checked(provider), minSize, maxSize, after, limit);
  }

  /** 201 for a new deal, 200 for the one that the provider has of the piece already. */
  @PostMapping("/internal/offers/{id}:reserve")
  ResponseEntity<DealView> reserve(@PathVariable String id, @RequestBody Reservation wanted) {
    ReserveOffer.Reserved reserved =
        reserve.reserve(id, wanted.checkedProvider(), wanted.checkedSealing());
    return ResponseEntity.status(reserved.fresh() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(DealView.of(reserved.deal(), networks.current()));
  }
}
