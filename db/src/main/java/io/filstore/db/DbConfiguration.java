package io.filstore.db;

import io.filstore.db.account.ApiKeys;
import io.filstore.db.chain.Disagreements;
import io.filstore.db.chain.Networks;
import io.filstore.db.chain.ProbeRecords;
import io.filstore.db.chain.ProviderChoices;
import io.filstore.db.chain.Providers;
import io.filstore.db.chain.Standings;
import io.filstore.db.chain.Wallets;
import io.filstore.db.deal.DatacapLedger;
import io.filstore.db.deal.Deals;
import io.filstore.db.denylist.Denials;
import io.filstore.db.discovery.Discoveries;
import io.filstore.db.egress.EgressLedger;
import io.filstore.db.event.EventLog;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.PieceHolders;
import io.filstore.db.piece.Pieces;
import io.filstore.db.policy.Policies;
import io.filstore.db.share.Shares;
import io.filstore.db.transfer.Transfers;
import io.filstore.db.upload.Uploads;
import io.filstore.db.webhook.Webhooks;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The wiring of the shared queries; each service imports it. */
@Configuration(proxyBeanMethods = false)
public class DbConfiguration {
  @Bean
  @ConditionalOnMissingBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** A service refuses to start on a schema that is not its own. */
  @Bean
  InitializingBean schemaCheck(DataSource dataSource) {
    return () -> Migrations.requireCurrent(dataSource);
  }

  @Bean
  @ConditionalOnMissingBean
  TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  EventLog eventLog(JdbcClient jdbc) {
    return new EventLog(jdbc);
  }

  @Bean
  Jobs jobs(DataSource dataSource, JdbcClient jdbc, Clock clock) {
    return new Jobs(dataSource, jdbc, clock);
  }

  @Bean
  Uploads uploads(JdbcClient jdbc) {
    return new Uploads(jdbc);
  }

  @Bean
  Pieces pieces(JdbcClient jdbc) {
    return new Pieces(jdbc);
  }

  @Bean
  PieceHolders pieceHolders(JdbcClient jdbc) {
    return new PieceHolders(jdbc);
  }

  @Bean
  DamagedCars damagedCars(
      JdbcClient jdbc,
      TransactionTemplate transactions,
      EventLog eventLog,
      Jobs jobs,
      Clock clock) {
    return new DamagedCars(jdbc, transactions, eventLog, jobs, clock);
  }

  @Bean
  Policies policies(JdbcClient jdbc) {
    return new Policies(jdbc);
  }

  @Bean
  Deals deals(JdbcClient jdbc, EventLog eventLog, Networks networks) {
    return new Deals(jdbc, eventLog, networks);
  }

  @Bean
  Shares shares(JdbcClient jdbc, Clock clock) {
    return new Shares(jdbc, clock);
  }

  @Bean
  Denials denials(JdbcClient jdbc) {
    return new Denials(jdbc);
  }

  @Bean
  EgressLedger egressLedger(JdbcClient jdbc) {
    return new EgressLedger(jdbc);
  }

  @Bean
  Transfers transfers(JdbcClient jdbc) {
    return new Transfers(jdbc);
  }

  @Bean
  DatacapLedger datacapLedger(JdbcClient jdbc) {
    return new DatacapLedger(jdbc);
  }

  @Bean
  Networks networks(JdbcClient jdbc) {
    return new Networks(jdbc);
  }

  @Bean
  Providers providers(JdbcClient jdbc) {
    return new Providers(jdbc);
  }

  @Bean
  ProbeRecords probeRecords(JdbcClient jdbc) {
    return new ProbeRecords(jdbc);
  }

  @Bean
  ProviderChoices providerChoices(JdbcClient jdbc) {
    return new ProviderChoices(jdbc);
  }

  @Bean
  Disagreements disagreements(JdbcClient jdbc) {
    return new Disagreements(jdbc);
  }

  @Bean
  Discoveries discoveries(JdbcClient jdbc) {
    return new Discoveries(jdbc);
  }

  @Bean
  Standings standings(JdbcClient jdbc) {
    return new Standings(jdbc);
  }

  @Bean
  Wallets wallets(JdbcClient jdbc) {
    return new Wallets(jdbc);
  }

  @Bean
  Webhooks webhooks(JdbcClient jdbc, Clock clock) {
    return new Webhooks(jdbc, clock);
  }

  @Bean
  ApiKeys apiKeys(JdbcClient jdbc, Clock clock) {
    return new ApiKeys(jdbc, clock);
  }
}
