package io.filstore.scheduler.policy;

import io.filstore.client.chain.Chain;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.chain.Standings;
import io.filstore.db.deal.Deals;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.db.policy.Policies;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PolicyProperties.class, PlacementRules.class})
class PolicyConfiguration {

  @Bean
  ProviderHistory providerHistory(PolicyProperties policy, Clock clock) {
    return new ProviderHistory(policy, clock);
  }

  @Bean
  PiecePolicies piecePolicies(
      PolicyProperties settings,
      PlacementRules rules,
      Policies policies,
      ProviderChoices choices,
      Clock clock) {
    return new PiecePolicies(settings, rules, policies, choices, clock);
  }

  @Bean
  PolicyBudgets policyBudgets(PiecePolicies policies, Policies rows) {
    return new PolicyBudgets(policies, rows);
  }

  @Bean
  StartMargins startMargins(
      PolicyProperties settings, Standings standings, Networks networks, Clock clock) {
    return new StartMargins(settings, standings, networks, clock);
  }

  @Bean
  HeldAlready heldAlready(Chain chain) {
    return new HeldAlready(chain);
  }

  @Bean
  Candidates candidates(
      PiecePolicies policies,
      ProviderDirectory directory,
      ProviderHistory history,
      HeldAlready held,
      Standings standings,
      ClientWallet wallet,
      Clock clock) {
    return new Candidates(policies, directory, history, held, standings, wallet, clock);
  }

  @Bean
  NewDeals newDeals(Deals deals, ClientWallet wallet) {
    return new NewDeals(deals, wallet);
  }

  @Bean
  PlanPiece planPiece(
      Pieces pieces,
      Deals deals,
      Jobs jobs,
      Candidates candidates,
      NewDeals planned,
      EventLog events,
      Standings standings,
      ClientWallet wallet,
      Faucet faucet,
      FreshChain chain,
      DealProgress progress,
      TransactionTemplate transactions,
      PiecePolicies policies,
      PlacementRules rules,
      Clock clock) {
    return new PlanPiece(
        pieces,
        deals,
        jobs,
        candidates,
        planned,
        new Quarantine(standings, events, rules),
        standings,
        wallet,
        faucet,
        chain,
        progress,
        transactions,
        policies,
        clock);
  }
}
