package io.filstore.scheduler.proposal;

import io.filstore.client.chain.Chain;
import io.filstore.client.deal.OwnNodes;
import io.filstore.client.deal.Transports;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deals;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.Pieces;
import io.filstore.scheduler.budget.SpendingLimits;
import io.filstore.scheduler.capability.VerifiedDeals;
import io.filstore.scheduler.datacap.DatacapBudget;
import io.filstore.scheduler.message.ChainMessages;
import io.filstore.scheduler.network.FilecoinNetwork;
import io.filstore.scheduler.network.FreshChain;
import io.filstore.scheduler.policy.Candidates;
import io.filstore.scheduler.policy.HeldAlready;
import io.filstore.scheduler.policy.PiecePolicies;
import io.filstore.scheduler.policy.PolicyBudgets;
import io.filstore.scheduler.policy.PolicyProperties;
import io.filstore.scheduler.policy.ProviderHistory;
import io.filstore.scheduler.policy.StartMargins;
import io.filstore.scheduler.progress.DealProgress;
import io.filstore.scheduler.provider.CarFolders;
import io.filstore.scheduler.provider.ProviderDirectory;
import io.filstore.scheduler.wallet.ClientWallet;
import io.filstore.scheduler.wallet.Faucet;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PieceSourceProperties.class)
class ProposalConfiguration {

  @Bean
  ChainMessages chainMessages(
      Chain chain,
      JdbcClient jdbc,
      Wallets wallets,
      SpendingLimits limits,
      TransactionTemplate transactions) {
    return new ChainMessages(chain, jdbc, wallets, limits, transactions);
  }

  @Bean
  DatacapBudget datacapBudget(Chain chain, DatacapLedger ledger, Wallets wallets, JdbcClient jdbc) {
    return new DatacapBudget(chain, ledger, wallets, jdbc);
  }

  @Bean
  PieceSource pieceSource(PolicyProperties policy, PieceSourceProperties properties, Clock clock) {
    return new PieceSource(policy.pieceBaseUrl(), properties.key(), clock);
  }

  @Bean
  Fixes fixes(
      Deals deals,
      Pieces pieces,
      FreshChain chain,
      PolicyProperties policy,
      PiecePolicies policies,
      Clock clock) {
    return new Fixes(deals, pieces, chain, policy, policies, clock);
  }

  @Bean
  StartDeal startDeal(
      HeldAlready held,
      Deals deals,
      Pieces pieces,
      ProviderDirectory directory,
      ClientWallet wallet,
      Faucet faucet,
      FreshChain chain,
      DatacapBudget budget,
      DealProgress progress,
      Jobs jobs,
      TransactionTemplate transactions,
      PiecePolicies policies,
      PolicyBudgets budgets,
      StartMargins margins,
      ProviderHistory history,
      Candidates candidates,
      VerifiedDeals verified,
      OwnNodes nodes) {
    return new StartDeal(
        deals,
        pieces,
        directory,
        wallet,
        faucet,
        chain,
        budget,
        progress,
        jobs,
        transactions,
        policies,
        budgets,
        margins,
        history,
        candidates,
        verified,
        held,
        nodes);
  }

  @Bean
  SetAsideDatacap setAsideDatacap(
      Chain chain,
      Pieces pieces,
      ChainMessages messages,
      ClientWallet wallet,
      FreshChain fresh,
      DealProgress progress,
      StartMargins margins,
      VerifiedDeals verified) {
    return new SetAsideDatacap(chain, pieces, messages, wallet, fresh, progress, margins, verified);
  }

  @Bean
  FillEscrow fillEscrow(
      Chain chain,
      FreshChain fresh,
      Pieces pieces,
      ProviderDirectory directory,
      JdbcClient jdbc,
      ChainMessages messages,
      ClientWallet wallet,
      Faucet faucet,
      DealProgress progress,
      StartMargins margins,
      PiecePolicies policies,
      PolicyBudgets budgets,
      VerifiedDeals verified,
      Wallets wallets,
      TransactionTemplate transactions,
      Fixes fixes) {
    return new FillEscrow(
        chain,
        fresh,
        pieces,
        directory,
        new EscrowClaims(jdbc),
        messages,
        wallet,
        faucet,
        progress,
        margins,
        policies,
        budgets,
        verified,
        wallets,
        transactions,
        fixes);
  }

  @Bean
  OwnNodeOffers ownNodeOffers(
      Pieces pieces, CarFolders folders, FilecoinNetwork network, Clock clock) {
    return new OwnNodeOffers(pieces, folders, network, clock);
  }

  @Bean
  WriteOffer writeOffer(
      Chain chain,
      Pieces pieces,
      PieceSource source,
      OwnNodeOffers ownNodes,
      ClientWallet wallet,
      FilecoinNetwork network,
      DealProgress progress,
      Clock clock,
      PolicyProperties policy,
      StartMargins margins) {
    return new WriteOffer(
        chain,
        pieces,
        source,
        ownNodes,
        wallet,
        network,
        progress,
        clock,
        margins,
        policy.offline());
  }

  @Bean
  DealRoutes dealRoutes(Transports transports, ProviderDirectory directory, ClientWallet wallet) {
    return new DealRoutes(transports, directory, wallet);
  }

  @Bean
  SendOffer sendOffer(
      DealRoutes routes,
      ProviderDirectory directory,
      ClientWallet wallet,
      FreshChain chain,
      DealProgress progress,
      PolicyProperties policy,
      Clock clock,
      Fixes fixes) {
    return new SendOffer(routes, directory, wallet, chain, progress, policy, clock, fixes);
  }

  @Bean
  OfferAgain offerAgain(
      HeldAlready held,
      DealRoutes routes,
      ClientWallet wallet,
      FreshChain chain,
      DealProgress progress,
      PolicyProperties policy,
      Clock clock) {
    return new OfferAgain(routes, wallet, chain, held, progress, policy, clock);
  }

  @Bean
  DealStep dealStep(
      Deals deals,
      StartDeal start,
      SetAsideDatacap datacap,
      FillEscrow escrow,
      WriteOffer write,
      SendOffer send,
      OfferAgain again,
      FreshChain chain,
      DealProgress progress) {
    return new DealStep(deals, start, datacap, escrow, write, send, again, chain, progress);
  }
}
