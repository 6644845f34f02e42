package io.filstore.watcher.monitor;

import io.filstore.watcher.evidence.Evidence;
import io.filstore.watcher.evidence.Finality;
import io.filstore.watcher.evidence.Look;
import java.util.LinkedHashMap;
import java.util.Map;

/** A look as the event log shows it: kind, height, tipset, finality, and the ids on chain. */
final class EvidenceFact {
  private EvidenceFact() {}

  static Map<String, Object> of(Look look, Finality finality) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("height", look.height());
    fact.put("tipset", look.tipset());
    fact.put("finality", finality.word());
    switch (look.evidence()) {
      case Evidence.MarketDeal deal -> {
        fact.put("kind", "market_deal");
        fact.put("deal_id", deal.id());
        if (deal.sectorStartEpoch() >= 0) {
          fact.put("sector", deal.sector());
          fact.put("sector_start_epoch", deal.sectorStartEpoch());
        }
        if (deal.slashEpoch() >= 0) {
          fact.put("slash_epoch", deal.slashEpoch());
        }
      }
      case Evidence.NoMarketDeal none -> {
        fact.put("kind", "no_market_deal");
        fact.put("deal_id", none.id());
      }
      case Evidence.Claim claim -> {
        fact.put("kind", "claim");
        fact.put("allocation_id", claim.id());
        fact.put("sector", claim.sector());
        fact.put("term_start", claim.termStart());
      }
      case Evidence.Allocation allocation -> {
        fact.put("kind", "allocation");
        fact.put("allocation_id", allocation.id());
        fact.put("expiration", allocation.expiration());
      }
      case Evidence.NoAllocation none -> {
        fact.put("kind", "no_allocation");
        fact.put("allocation_id", none.id());
      }
      case Evidence.NotPublished none -> {
        fact.put("kind", "not_published");
        fact.put("from_height", none.from());
        fact.put("to_height", none.to());
      }
      case Evidence.NotListed _ -> fact.put("kind", "not_in_market_deals");
    }
    return fact;
  }
}
