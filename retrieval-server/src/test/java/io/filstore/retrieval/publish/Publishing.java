package io.filstore.retrieval.publish;

import io.filstore.blob.FolderBlobStore;
import io.filstore.db.denylist.Denials;
import io.filstore.db.denylist.DeniedHash;
import io.filstore.db.denylist.ListedDenial;
import io.filstore.db.piece.Pieces;
import io.filstore.ids.IdKind;
import io.filstore.libp2p.Ed25519Key;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.RunningServer.Stored;
import io.filstore.retrieval.TestCar;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.peer.OwnPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A running server that serves a chain but, unless it is told to, appends nothing to it by itself;
 * publishers are made as they are needed.
 */
final class Publishing implements AutoCloseable {

  static final String PEER = "12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB";
  static final String URL = "https://content.example.org";

  final RunningServer server;
  private final Path cars;
  private final Owner owner;

  private Publishing(RunningServer server, Path cars) {
    this.server = server;
    this.cars = cars;
    this.owner = server.owner("owner", "content:read");
  }

  static Publishing start(Path cars, String... properties) {
    String[] all = new String[properties.length + 2];
    all[0] = "filstore.retrieval.publish.enabled=true";
    all[1] = "filstore.retrieval.peer.public-url=" + URL;
    System.arraycopy(properties, 0, all, 2, properties.length);
    return new Publishing(RunningServer.start(cars, all), cars);
  }

  static String byHand() {
    return "filstore.retrieval.publish.interval=24h";
  }

  /** As before the first upload, and with a chain that has not begun. */
  void empty() {
    server
        .jdbc()
        .sql("truncate upload, car, piece, ipni_block, ipni_chain, ipni_listing cascade")
        .update();
  }

  StrictIndexer indexer() {
    return new StrictIndexer(server.port(), PEER);
  }

  Publisher publisher() throws IOException {
    return publisher(new DataSourceTransactionManager(server.dataSource()), URL, 16_384);
  }

  Publisher publisher(PlatformTransactionManager manager, String url, int perChunk)
      throws IOException {
    return publisher(manager, url, perChunk, List.of());
  }

  Publisher publisher(
      PlatformTransactionManager manager, String url, int perChunk, List<Mirror> mirrors)
      throws IOException {
    OwnPeer self = self(url);
    JdbcClient jdbc = JdbcClient.create(server.dataSource());
    CarStore store = new CarStore(FolderBlobStore.open(cars));
    Chain chain = new Chain(jdbc, self.id());
    Listings listings = new Listings(jdbc, self.id());
    return new Publisher(
        new Statements(self, new Mirrors(self, mirrors), chain, listings),
        chain,
        listings,
        new Pieces(jdbc),
        store,
        server.bean(Denylist.class)::denies,
        new LeftOut(jdbc, self.id(), store, server.bean(Denylist.class)::now),
        new TransactionTemplate(manager),
        perChunk,
        Clock.systemUTC());
  }

  static OwnPeer self(String url) {
    byte[] seed = HexFormat.of().parseHex(RunningServer.PEER_KEY);
    return new OwnPeer(Ed25519Key.ofSeed(seed), URI.create(url));
  }

  /** A private upload of blocks with these texts; the same texts are the same piece. */
  Stored upload(String... texts) throws IOException {
    TestCar car = new TestCar();
    for (String text : texts) {
      car.add(Cid.RAW, text.getBytes(StandardCharsets.UTF_8));
    }
    return server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  /** One block that is a block, and one that its CID carries. */
  Stored withIdentity(String text, String carried) throws IOException {
    byte[] inline = carried.getBytes(StandardCharsets.UTF_8);
    TestCar car = new TestCar();
    car.add(Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, inline)), inline);
    car.add(Cid.RAW, text.getBytes(StandardCharsets.UTF_8));
    return server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  /** Another upload of the same piece. */
  String again(Stored stored) {
    Cid root = Cid.sha256(Cid.RAW, new byte[0]);
    return server.upload(owner, root, 1, stored.piece().v1().toString());
  }

  /** Denies it to everybody; the id of the denial. */
  String deny(Cid cid) {
    String id = IdKind.DENIAL.next();
    denials().add(id, cid.toString(), DeniedHash.of(cid), "a reason", operator());
    return id;
  }

  /** Denies it as a list does that does not say what it denies. */
  void denyDouble(Cid cid) {
    String hidden = Multibase.BASE58BTC.encodeRaw(cid.multihash().bytes());
    Multihash hash = Multihash.sha256(hidden.getBytes(StandardCharsets.US_ASCII));
    denials()
        .addAll(
            List.of(
                new ListedDenial(
                    IdKind.DENIAL.next(), ListedDenial.Form.DOUBLE, hash, "//x", "a list")),
            operator());
  }

  void lift(String denial) {
    denials().lift(denial, operator());
  }

  private Denials denials() {
    return server.bean(Denials.class);
  }

  private String operator() {
    return server.jdbc().sql("select id from api_key").query(String.class).single();
  }

  void open(Stored stored) {
    server.show(stored.upload(), "public");
  }

  void shut(Stored stored) {
    server.show(stored.upload(), "private");
  }

  static String context(Stored stored) {
    return HexFormat.of().formatHex(stored.piece().v2().cid().bytes());
  }

  static Set<String> contexts(Stored... stored) {
    return List.of(stored).stream().map(Publishing::context).collect(Collectors.toSet());
  }

  static Set<Multihash> multihashes(Stored stored) throws IOException {
    Set<Multihash> all = new HashSet<>();
    TestCar.cids(stored.car()).forEach(cid -> all.add(cid.multihash()));
    return all;
  }

  @Override
  public void close() {
    server.close();
  }
}
