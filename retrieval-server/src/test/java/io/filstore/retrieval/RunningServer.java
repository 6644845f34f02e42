package io.filstore.retrieval;

import io.filstore.car.CarIndex;
import io.filstore.db.Rows;
import io.filstore.db.TestDatabase;
import io.filstore.db.account.ApiKeyText;
import io.filstore.db.account.ApiKeys;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import io.filstore.multiformats.Cid;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCid;
import io.filstore.piece.PieceCommitment;
import io.filstore.piece.PieceToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole retrieval server on a free port, over a database and a CAR folder of its own. */
public final class RunningServer implements AutoCloseable {

  public static final String SERVICE_TOKEN = "0123456789abcdef0123456789abcdef";

  /**
   * That of the published vectors; its peer id is
   * 12D3KooWA4Xop1JaT3MHxwYMkCepYsv4iPVopMXwCz5iHYdBfeSB.
   */
  public static final String PEER_KEY =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  private static final String CHECKUPS = "filstore.retrieval.checkup-interval";

  private static final byte[] TOKEN_KEY = new byte[32];
  public static final String PEPPER = "pepper-of-the-tests-0123456789abcdef";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final TestDatabase database;
  private final Path cars;
  private final ConfigurableApplicationContext context;

  private RunningServer(TestDatabase database, Path cars, ConfigurableApplicationContext context) {
    this.database = database;
    this.cars = cars;
    this.context = context;
  }

  public static RunningServer start(Path cars, String... properties) {
    return start(TestDatabase.fresh(), cars, properties);
  }

  /** A second server over the same database and CARs. */
  public RunningServer beside(String... properties) {
    return start(database, cars, properties);
  }

  private static RunningServer start(TestDatabase database, Path cars, String... properties) {
    List<String> arguments = new ArrayList<>(List.of(database.springProperties()));
    arguments.add("server.port=0");
    arguments.add("spring.main.banner-mode=off");
    arguments.add("filstore.retrieval.car-dir=" + cars);
    arguments.add("filstore.retrieval.index.dir=" + cars.resolve(".block-index"));
    arguments.add("filstore.internal.token=" + SERVICE_TOKEN);
    arguments.add("filstore.retrieval.peer.key=" + PEER_KEY);
    arguments.add("filstore.retrieval.access.piece-token-key=" + "00".repeat(32));
    arguments.add("filstore.retrieval.access.api-key-pepper=" + PEPPER);
    arguments.addAll(List.of(properties));
    if (arguments.stream().noneMatch(argument -> argument.startsWith(CHECKUPS))) {
      // Damage that a test makes stays unnoticed as a whole until the test says otherwise.
      arguments.add(CHECKUPS + "=1h");
    }
    if (arguments.stream().noneMatch(argument -> argument.contains("fallback.cache-"))) {
      arguments.add("filstore.retrieval.fallback.cache-bytes=0");
    }
    ConfigurableApplicationContext context =
        RetrievalApplication.builder()
            .run(arguments.stream().map(property -> "--" + property).toArray(String[]::new));
    return new RunningServer(database, cars, context);
  }

  public int port() {
    return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public JdbcClient jdbc() {
    return database.jdbc();
  }

  public DataSource dataSource() {
    return database.dataSource();
  }

  /** A fresh account's API key. */
  public Owner owner(String name, String... scopes) {
    ApiKeys keys = new ApiKeys(jdbc(), Clock.systemUTC());
    String account = keys.account(name);
    ApiKeyText key = ApiKeyText.generate();
    keys.add(key.id(), account, name, key.hash(PEPPER), Set.of(scopes), null);
    return new Owner(account, key.reveal());
  }

  public record Owner(String account, String key) {}

  /** Writes the CAR into the store and its rows as packing leaves them. */
  public Stored store(Owner owner, byte[] car, Cid root, long blocks) throws IOException {
    CommP commP = new CommP();
    commP.update(car, 0, car.length);
    PieceCommitment piece = commP.finish();
    String v1 = piece.v1().toString();
    Files.write(cars.resolve(v1 + ".car"), car);
    Path index = cars.resolve(v1 + ".idx");
    Files.deleteIfExists(index);
    CarIndex.build(new ByteArrayInputStream(car), index);
    addRows(piece, root, blocks);
    String upload = upload(owner, root, car.length, v1);
    return new Stored(upload, piece, cars.resolve(v1 + ".car"), car);
  }

  /** The rows of a piece and its CAR as packing leaves them. */
  public void addRows(PieceCommitment piece, Cid root, long blocks) {
    String v1 = piece.v1().toString();
    Pieces pieces = new Pieces(jdbc());
    pieces.add(v1, piece.v2().toString(), piece.rawSize(), piece.size().bytes(), root.toString());
    pieces.addCar(
        IdKind.CAR.next(),
        v1,
        root.toString(),
        "unixfs-v1-2025",
        piece.rawSize(),
        blocks,
        v1 + ".car");
  }

  /** The rows of an upload in pieces that have theirs. */
  public String upload(Owner owner, Cid root, long bytes, String... pieceCids) {
    Uploads uploads = new Uploads(jdbc());
    String id = IdKind.UPLOAD.next();
    uploads.insertReceived(id, owner.account(), "test", true, bytes, 1);
    Rows.prepared(jdbc(), id, root.toString(), pieceCids);
    return id;
  }

  /** Lets anybody read the upload, or nobody but its owner. */
  public void show(String upload, String visibility) {
    jdbc().sql("update upload set visibility = ? where id = ?").params(visibility, upload).update();
  }

  public record Stored(String upload, PieceCommitment piece, Path file, byte[] car) {}

  public String token(PieceCid piece, Duration validFor) {
    return PieceToken.sign(TOKEN_KEY, piece, "f01000", Instant.now().plus(validFor)).reveal();
  }

  public HttpResponse<byte[]> get(String path, String credentials, String... headers)
      throws Exception {
    return send("GET", path, credentials, headers);
  }

  public HttpResponse<byte[]> send(
      String method, String path, String credentials, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!credentials.isEmpty()) {
      request.header("Authorization", "Bearer " + credentials);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Override
  public void close() {
    context.close();
  }
}
