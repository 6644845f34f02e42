package io.filstore.scheduler.pull;

import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.policy.HeldAlready;
import io.filstore.scheduler.policy.NewDeals;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class PullConfiguration {

  @Bean
  PullList pullList(
      Pieces pieces,
      Deals deals,
      Candidates candidates,
      ProviderDirectory directory,
      ClientWallet wallet,
      FreshChain chain,
      PiecePolicies policies) {
    return new PullList(pieces, deals, candidates, directory, wallet, chain, policies);
  }

  @Bean
  ReserveOffer reserveOffer(
      Pieces pieces,
      Deals deals,
      PiecePolicies policies,
      NewDeals planned,
      Candidates candidates,
      HeldAlready held,
      ProviderDirectory directory,
      ClientWallet wallet,
      FreshChain chain,
      DealProgress progress,
      Jobs jobs,
      TransactionTemplate transactions) {
    return new ReserveOffer(
        pieces,
        deals,
        policies,
        planned,
        candidates,
        held,
        directory,
        wallet,
        chain,
        progress,
        jobs,
        transactions);
  }
}
