package io.filstore.retrieval.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.db.Crashes;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RunningServer.Stored;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** What indexers are told, read from the running server by one that checks everything. */
class PublisherTest {

  @TempDir static Path cars;
  private static Publishing publishing;

  @BeforeAll
  static void start() {
    publishing = Publishing.start(cars, Publishing.byHand());
  }

  @BeforeEach
  void empty() {
    publishing.empty();
  }

  @AfterAll
  static void stop() {
    publishing.close();
  }

  @Test
  void saysNothingWhileNothingIsPublic() throws Exception {
    publishing.upload("private");
    publishing.publisher().run();

    HttpResponse<byte[]> head = publishing.server.get("/ipni/v1/ad/head", "");
    assertThat(head.statusCode()).isEqualTo(204);
    assertThat(head.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    assertThat(publishing.indexer().sync().chain).isEmpty();
  }

  @Test
  void listsWhatBecomesPublicAndTakesItBackWhenItIsPrivateAgain() throws Exception {
    Stored first = publishing.upload("a", "b", "c");
    Stored second = publishing.upload("c", "d");
    Stored never = publishing.upload("e");
    StrictIndexer indexer = publishing.indexer();
    Publisher publisher = publishing.publisher();

    publishing.open(first);
    publisher.run();
    assertThat(indexer.sync().contexts)
        .isEqualTo(Map.of(Publishing.context(first), Publishing.multihashes(first)));
    assertThat(indexer.metadata.values()).containsOnly("a01200b01200");
    assertThat(indexer.addresses).containsExactly("/dns4/content.example.org/tcp/443/https");

    publishing.open(second);
    publisher.run();
    assertThat(indexer.sync().contexts.keySet()).isEqualTo(Publishing.contexts(first, second));

    publishing.shut(first);
    publisher.run();
    assertThat(indexer.sync().contexts.keySet()).isEqualTo(Publishing.contexts(second));

    publishing.open(first);
    publisher.run();
    assertThat(indexer.sync().contexts.keySet())
        .isEqualTo(Publishing.contexts(first, second))
        .doesNotContain(Publishing.context(never));
    assertThat(indexer.chain).hasSize(4);
    assertThat(publishing.indexer().sync().contexts).isEqualTo(indexer.contexts);
  }

  @Test
  void saysNothingTwice() throws Exception {
    Stored stored = publishing.upload("a");
    publishing.open(stored);
    for (int i = 0; i < 3; i++) {
      publishing.publisher().run();
    }
    publishing.shut(stored);
    for (int i = 0; i < 3; i++) {
      publishing.publisher().run();
    }

    assertThat(publishing.indexer().sync().chain).hasSize(2);
  }

  @Test
  void aPieceStaysListedAsLongAsOneOfItsUploadsIsPublic() throws Exception {
    Stored stored = publishing.upload("a");
    String other = publishing.again(stored);
    publishing.open(stored);
    publishing.server.show(other, "public");
    publishing.publisher().run();
    publishing.shut(stored);
    publishing.publisher().run();
    assertThat(publishing.indexer().sync().contexts.keySet())
        .isEqualTo(Publishing.contexts(stored));

    publishing.server.show(other, "private");
    publishing.publisher().run();
    assertThat(publishing.indexer().sync().contexts).isEmpty();
  }

  @Test
  void takesBackWhatIsDeniedByItsRootOrItsPieceAndListsItAgainWhenThatIsLifted() throws Exception {
    Stored byRoot = publishing.upload("denied root");
    Stored byPiece = publishing.upload("denied piece");
    Stored other = publishing.upload("other");
    for (Stored stored : List.of(byRoot, byPiece, other)) {
      publishing.open(stored);
    }
    publishing.publisher().run();
    assertThat(publishing.indexer().sync().contexts).hasSize(3);

    Cid root = Cid.sha256(Cid.RAW, "denied root".getBytes(UTF_8));
    List<String> denials =
        List.of(publishing.deny(root), publishing.deny(byPiece.piece().v2().cid()));
    await()
        .untilAsserted(() -> {
          publishing.publisher().run();
          assertThat(publishing.indexer().sync().contexts.keySet())
              .isEqualTo(Publishing.contexts(other));
        });

    denials.forEach(publishing::lift);
    await()
        .untilAsserted(() -> {
          publishing.publisher().run();
          assertThat(publishing.indexer().sync().contexts.keySet())
              .isEqualTo(Publishing.contexts(byRoot, byPiece, other));
        });
  }

  @Test
  void aDeniedBlockIsLeftOutOfTheEntriesOfItsCar() throws Exception {
    Stored stored = publishing.upload("root of it", "denied leaf", "good leaf");
    publishing.open(stored);
    publishing.publisher().run();
    Set<Multihash> all = Publishing.multihashes(stored);
    assertThat(told(stored)).isEqualTo(all).hasSize(3);

    Cid leaf = Cid.sha256(Cid.RAW, "denied leaf".getBytes(UTF_8));
    String denial = publishing.deny(leaf);

    Set<Multihash> rest = new HashSet<>(all);
    rest.remove(leaf.multihash());
    await()
        .untilAsserted(() -> {
          publishing.publisher().run();
          assertThat(told(stored)).isEqualTo(rest);
        });
    long said = advertisements();
    publishing.publisher().run();
    assertThat(advertisements()).isEqualTo(said);

    publishing.lift(denial);
    await()
        .untilAsserted(() -> {
          publishing.publisher().run();
          assertThat(told(stored)).isEqualTo(all);
        });
  }

  @Test
  void aBlockThatAListDeniesByDoubleHashIsLeftOutToo() throws Exception {
    Stored stored = publishing.upload("listed leaf", "another root");
    publishing.open(stored);
    publishing.denyDouble(Cid.sha256(Cid.RAW, "listed leaf".getBytes(UTF_8)));

    await()
        .untilAsserted(() -> {
          publishing.publisher().run();
          assertThat(told(stored))
              .containsExactly(Cid.sha256(Cid.RAW, "another root".getBytes(UTF_8)).multihash());
        });
  }

  private static Set<Multihash> told(Stored stored) throws Exception {
    return publishing.indexer().sync().contexts.getOrDefault(Publishing.context(stored), Set.of());
  }

  private static long advertisements() {
    return publishing
        .server
        .jdbc()
        .sql("select count(*) from ipni_advertisement")
        .query(Long.class)
        .single();
  }

  @Test
  void takesBackWhatWasDeletedWithAllItsRows() throws Exception {
    Stored stored = publishing.upload("a");
    publishing.open(stored);
    publishing.publisher().run();
    for (String sql : List.of("delete from upload", "delete from car", "delete from piece")) {
      publishing.server.jdbc().sql(sql).update();
    }
    publishing.publisher().run();

    assertThat(publishing.indexer().sync().contexts).isEmpty();
  }

  @Test
  void listsWhatIsHereAndWhole() throws Exception {
    Stored whole = publishing.upload("whole");
    Stored missing = publishing.upload("missing");
    Stored cut = publishing.upload("cut");
    Stored wrong = publishing.upload("wrong one", "and another");
    Files.delete(missing.file());
    Files.write(cut.file(), new byte[] {1});
    Files.write(wrong.file(), flipped(wrong));
    List.of(missing, cut, wrong, whole).forEach(publishing::open);
    publishing.publisher().run();

    StrictIndexer indexer = publishing.indexer().sync();
    assertThat(indexer.contexts.keySet()).isEqualTo(Publishing.contexts(whole));
    assertThat(blocks()).as("nothing is left of what was not said").isEqualTo(2);

    Files.write(wrong.file(), wrong.car());
    Files.write(missing.file(), missing.car());
    Files.delete(whole.file());
    publishing.publisher().run();
    assertThat(indexer.sync().contexts.keySet()).isEqualTo(Publishing.contexts(wrong, missing));
  }

  /** One bit of the first CID's digest, right behind the header and the section's length. */
  private static byte[] flipped(Stored stored) throws Exception {
    byte[] car = stored.car().clone();
    int digest = 1 + car[0] + 1 + 4;
    car[digest] ^= 1;
    return car;
  }

  private long blocks() {
    return publishing
        .server
        .jdbc()
        .sql("select count(*) from ipni_block")
        .query(Long.class)
        .single();
  }

  @Test
  void neverNamesAnIdentityCid() throws Exception {
    Stored stored = publishing.upload("a");
    Stored withIdentity = publishing.withIdentity("b", "carried in the CID");
    publishing.open(stored);
    publishing.open(withIdentity);
    publishing.publisher().run();

    Set<Multihash> told =
        publishing.indexer().sync().contexts.get(Publishing.context(withIdentity));
    assertThat(told).containsExactly(Multihash.sha256("b".getBytes(UTF_8)));
  }

  @Test
  void cutsManyEntriesIntoChunksInOrder() throws Exception {
    String[] texts = new String[8];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "block " + i % 7;
    }
    Stored stored = publishing.upload(texts);
    publishing.open(stored);
    publishing
        .publisher(
            new DataSourceTransactionManager(publishing.server.dataSource()), Publishing.URL, 3)
        .run();

    StrictIndexer indexer = publishing.indexer().sync();
    assertThat(indexer.chunks).containsExactly(1, 3, 3);
    assertThat(indexer.contexts.get(Publishing.context(stored)))
        .isEqualTo(Publishing.multihashes(stored));
  }

  @Test
  void saysWhereEverythingIsWhenTheAddressChanges() throws Exception {
    Stored stored = publishing.upload("a");
    publishing.open(stored);
    publishing.publisher().run();
    Publisher moved =
        publishing.publisher(
            new DataSourceTransactionManager(publishing.server.dataSource()),
            "http://moved.example.org:8080",
            10);
    moved.run();
    moved.run();

    StrictIndexer indexer = publishing.indexer().sync();
    assertThat(indexer.chain).hasSize(2);
    assertThat(indexer.addresses).containsExactly("/dns4/moved.example.org/tcp/8080/http");
    assertThat(indexer.contexts.keySet()).isEqualTo(Publishing.contexts(stored));
  }

  @Test
  void saysWhenSomethingIsToBeHadInAnotherWay() throws Exception {
    Stored stored = publishing.upload("a");
    publishing.open(stored);
    publishing.publisher().run();
    publishing.server.jdbc().sql("update ipni_listing set metadata = '\\xa01200'").update();
    publishing.publisher().run();
    publishing.publisher().run();

    StrictIndexer indexer = publishing.indexer().sync();
    assertThat(indexer.chain).hasSize(2);
    assertThat(indexer.metadata).containsEntry(Publishing.context(stored), "a01200b01200");
    assertThat(indexer.contexts.keySet()).isEqualTo(Publishing.contexts(stored));
  }

  /** Dies once at every place there is, and is begun anew each time. */
  @Test
  void aDeathAtAnyPlaceLeavesAWholeChain() throws Exception {
    List<Stored> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(publishing.upload("first of " + i, "second of " + i, "shared"));
    }
    Crashes crashes = new Crashes();
    PlatformTransactionManager manager =
        crashes.around(new DataSourceTransactionManager(publishing.server.dataSource()));
    StrictIndexer indexer = publishing.indexer();
    int deaths = 0;
    for (int place = 1; ; place++) {
      all.forEach(place % 2 == 1 ? publishing::open : publishing::shut);
      crashes.dieAt(place);
      try {
        publishing.publisher(manager, Publishing.URL, 2).run();
      } catch (Crashes.Crash crash) {
        deaths++;
      }
      indexer.sync();
      boolean survived = crashes.pending();
      crashes.never();
      publishing.publisher(manager, Publishing.URL, 2).run();
      indexer.sync();
      assertThat(indexer.contexts.keySet())
          .as("after place %d", place)
          .isEqualTo(place % 2 == 1 ? Publishing.contexts(all.toArray(Stored[]::new)) : Set.of());
      if (survived) {
        break;
      }
    }

    assertThat(deaths).isGreaterThanOrEqualTo(6);
    assertThat(publishing.indexer().sync().chain).isEqualTo(indexer.chain);
  }

  @Test
  void twoPublishersAtOnceSayEverythingOnceInOneChain() throws Exception {
    List<Stored> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(publishing.upload("block of " + i));
    }
    StrictIndexer indexer = publishing.indexer();
    for (int round = 0; round < 4; round++) {
      all.forEach(round % 2 == 0 ? publishing::open : publishing::shut);
      together(3);
      publishing.publisher().run();
      assertThat(indexer.sync().chain).hasSize(12 * (round + 1));
      assertThat(indexer.contexts).hasSize(round % 2 == 0 ? 12 : 0);
    }
  }

  private void together(int count) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Publisher publisher = publishing.publisher();
        runs.add(
            threads.submit(() -> {
              start.await();
              publisher.run();
              return null;
            }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }

  @Test
  void whatWasServedOnceIsServedForeverByteByByte() throws Exception {
    Stored stored = publishing.upload("a");
    publishing.open(stored);
    publishing.publisher().run();
    Map<String, byte[]> before = new HashMap<>();
    for (String cid :
        publishing.server.jdbc().sql("select cid from ipni_block").query(String.class).list()) {
      before.put(cid, publishing.server.get("/ipni/v1/ad/" + cid, "").body());
    }
    assertThat(before).hasSize(2);
    publishing.shut(stored);
    publishing.publisher().run();
    Files.delete(stored.file());

    for (Map.Entry<String, byte[]> block : before.entrySet()) {
      HttpResponse<byte[]> answer = publishing.server.get("/ipni/v1/ad/" + block.getKey(), "");
      assertThat(answer.body()).isEqualTo(block.getValue());
      assertThat(answer.headers().firstValue("Cache-Control"))
          .contains("public, max-age=29030400, immutable");
      assertThat(Cid.parse(block.getKey()).multihash().verifies(answer.body())).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "baguqeera2yhf7omoz6prjweeuzdmtleg7vcrybrgjtpxcps46fgpxb7d4jpa, 404",
    "bafkreehdwdcefgh4dqkjv67uzcmw7oje, 404",
    "garbage, 400",
    "Head, 400",
    "%F0%9F%90%9F, 400",
  })
  void refusesWhatIsNoBlockOfTheChain(String name, int status) throws Exception {
    HttpResponse<byte[]> answer = publishing.server.get("/ipni/v1/ad/" + name, "");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(new HashSet<>(answer.headers().allValues("Content-Type")))
        .allMatch(type -> type.startsWith("application/problem+json"));
  }
}
