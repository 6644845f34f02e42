package io.filstore.devnet.provider;

import io.filstore.devnet.chain.Chain;
import io.filstore.devnet.chain.HeadListener;
import io.filstore.devnet.chain.HeadView;
import io.filstore.devnet.chain.MinerAddresses;
import io.filstore.devnet.incident.Incidents;
import io.filstore.filecoin.FilAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** One simulated storage provider: its deals, its pieces, its server. */
public final class Provider implements HeadListener, AutoCloseable {
  private final long miner;
  private final Chain chain;
  private final ProviderSettings settings;
  private final Faults faults;
  private final DealStore deals;
  private final Pipeline pipeline;
  private final ProviderServer server;

  Provider(int index, long miner, Chain chain, ProviderSettings settings, Incidents incidents) {
    this.miner = miner;
    this.faults = new Faults("f0" + miner, incidents);
    this.chain = chain;
    this.settings = settings;
    Path dir = settings.dir().resolve("f0" + miner);
    this.deals = new DealStore(dir.resolve("deals.jsonl"));
    PieceStore pieces = new PieceStore(dir);
    this.pipeline = new Pipeline(miner, chain, settings, deals, pieces, faults);
    Intake intake = new Intake(deals, faults, pipeline, chain);
    this.server =
        new ProviderServer(
            settings.bindAddress(),
            settings.portOf(index),
            faults,
            List.of(
                new InfoRoutes(),
                new Mk20Routes(new Mk20Checks(miner, chain, settings), intake, deals),
                new Mk12Routes(
                    miner, new Mk12Checks(miner, chain, settings), intake, deals, settings, chain),
                new PieceRoutes(pieces)));
  }

  void start(MinerAddresses addresses) {
    server.start();
    addresses.announce(miner, Announcement.of(settings.host(), server.port()));
    chain.addListener(this);
    pipeline.resume();
  }

  public FilAddress address() {
    return FilAddress.id(miner);
  }

  /** Base URL under which the provider announces itself. */
  public URI url() {
    return URI.create("http://%s:%d".formatted(settings.host(), server.port()));
  }

  @Override
  public void headChanged(HeadView head) {
    pipeline.advance();
  }

  /** A reorg took messages off the chain. */
  @Override
  public void reorganised() {
    pipeline.reorganised();
  }

  /** Makes something go wrong: at a deal that is under way if it names one, else at the next. */
  public void fault(Fault fault) {
    boolean open = fault.kind().stage() == Fault.Stage.DEAL && !fault.deal().isEmpty();
    if (open && pipeline.afflict(fault)) {
      if (fault.next() > 1) {
        faults.add(fault.times(fault.next() - 1));
      }
      return;
    }
    faults.add(fault);
    if (fault.kind() == Fault.Kind.UNREACHABLE) {
      faults.happened(fault, "", "nothing listens any more");
      server.pause();
    }
  }

  public List<Fault> faults() {
    return faults.all();
  }

  /** Ends all faults that have not happened yet. */
  public void clearFaults() {
    faults.clear();
    server.resume();
  }

  /** How many deals there are, finished ones included. */
  public int dealCount() {
    return deals.all().size();
  }

  @Override
  public void close() {
    chain.removeListener(this);
    faults.clear();
    server.close();
    pipeline.close();
    deals.close();
  }
}
