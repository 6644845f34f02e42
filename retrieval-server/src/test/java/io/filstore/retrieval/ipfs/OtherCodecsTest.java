package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipld.DagCbor;
import io.filstore.ipld.DagJson;
import io.filstore.ipld.DagPb;
import io.filstore.ipld.Node;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.retrieval.RawHttp;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.TestCar;
import io.filstore.unixfs.UnixFsData;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks that are neither files nor folders: as they are, as parts of paths, and hostile ones. */
class OtherCodecsTest {

  private static final byte[] TEXT = "hello".getBytes(UTF_8);

  @TempDir static Path cars;
  private static RunningServer server;
  private static Cid leaf;
  private static Cid folder;
  private static Cid json;
  private static Cid cbor;
  private static Cid bare;
  private static Cid plainJson;
  private static Cid plainCbor;
  private static Cid jsonFile;
  private static Cid deepCbor;
  private static Cid deepJson;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
    Owner owner = server.owner("owner", "content:read");
    TestCar car = new TestCar();
    leaf = car.add(Cid.RAW, TEXT);
    plainJson = car.add(Cid.JSON, "{\"a\":1}".getBytes(UTF_8));
    plainCbor = car.add(Cid.CBOR, new byte[] {(byte) 0xa0});
    jsonFile = car.add(Cid.RAW, "{\"file\": [1, 2]}\n".getBytes(UTF_8));
    bare = car.add(Cid.DAG_PB, DagPb.encode(new PbNode(List.of(new PbLink(leaf, "x", 5)), null)));
    folder =
        car.add(
            Cid.DAG_PB,
            DagPb.encode(
                new PbNode(
                    List.of(new PbLink(leaf, "text.txt", 5)), UnixFsData.directory().encode())));
    Cid inline = Cid.v1(Cid.RAW, Multihash.of(Multihash.IDENTITY, TEXT));
    json =
        car.add(
            Cid.DAG_JSON,
            DagJson.encode(
                new Node.Map(
                    Map.of(
                        "tree",
                        new Node.Link(folder),
                        "inline",
                        new Node.Link(inline),
                        "value",
                        Node.Int.of(7)))));
    Node list =
        new Node.List(
            List.of(
                new Node.Text("no link"),
                new Node.Link(json),
                new Node.Map(Map.of("leaf", new Node.Link(leaf)))));
    cbor = car.add(Cid.DAG_CBOR, DagCbor.encode(new Node.Map(Map.of("list", list))));
    deepCbor = car.add(Cid.DAG_CBOR, nested((byte) 0x81, 100_000, (byte) 0x80));
    deepJson = car.add(Cid.DAG_JSON, nested((byte) '[', 100_000, (byte) '0'));
    server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  private static byte[] nested(byte open, int depth, byte end) {
    byte[] block = new byte[depth + 1];
    Arrays.fill(block, open);
    block[depth] = end;
    return block;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void nestingThatNobodyReadsIsRefusedEverywhere() throws Exception {
    for (Cid hostile : List.of(deepCbor, deepJson)) {
      assertThat(get(hostile + "/0/0").statusCode()).isEqualTo(502);
      assertThat(get(hostile + "?format=raw").body()).hasSize(100_001);
      assertThat(RawHttp.get(server.port(), "/ipfs/" + hostile + "?format=car").complete())
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/list/3, 404",
    "/list/01, 404",
    "/list/-1, 404",
    "/list/99999999999999999999, 404",
    "/list/0/below, 404",
    "/list/1/tree/none.txt, 404",
    "/list/1/tree/text.txt/below, 404",
    "/list, 501",
    "/list/0, 501",
    "/list/1/value, 501",
    "/list/1/tree/text.txt, 200",
    "/list/1/inline, 200",
    "/list/2/leaf, 200"
  })
  void pathsGoThroughMapsListsAndLinks(String path, int status) throws Exception {
    HttpResponse<byte[]> answer = get(cbor + path);

    assertThat(answer.statusCode()).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.body()).isEqualTo(TEXT);
    }
  }

  @Test
  void aCarHoldsTheBlocksOfThePathAndWhatIsBelowItsEnd() throws Exception {
    assertThat(blocks(cbor + "/list/1/tree/text.txt?format=car"))
        .containsExactly(cbor, json, folder, leaf);
    assertThat(blocks(cbor + "/list/1?format=car&dag-scope=entity")).containsExactly(cbor, json);
    assertThat(blocks(cbor + "?format=car&dag-scope=block")).containsExactly(cbor);
    assertThat(blocks(cbor + "?format=car&entity-bytes=3:5")).containsExactly(cbor);
    assertThat(blocks(cbor + "?format=car")).containsExactly(cbor, json, folder, leaf);
    assertThat(blocks(cbor + "?format=car&car-dups=y"))
        .containsExactly(cbor, json, folder, leaf, leaf);
  }

  @Test
  void aCarOfAValueInsideABlockHoldsWhatThatValueLinksTo() throws Exception {
    assertThat(blocks(cbor + "/list/2?format=car")).containsExactly(cbor, leaf);
    assertThat(blocks(cbor + "/list/2?format=car&dag-scope=entity")).containsExactly(cbor);
    assertThat(blocks(cbor + "/list/0?format=car")).containsExactly(cbor);
  }

  @Test
  void aBlockIsServedUnderTheTypeOfItsCodec() throws Exception {
    as(plainJson + "", "application/json", "inline; filename=\"" + plainJson + ".json\"");
    as(plainCbor + "", "application/cbor", "attachment; filename=\"" + plainCbor + ".cbor\"");
    as(json + "", "application/vnd.ipld.dag-json", "inline; filename=\"" + json + ".json\"");
    as(cbor + "", "application/vnd.ipld.dag-cbor", "attachment; filename=\"" + cbor + ".cbor\"");
    as(json + "?format=json", "application/json", "inline; filename=\"" + json + ".json\"");
    as(cbor + "?format=cbor", "application/cbor", "attachment; filename=\"" + cbor + ".cbor\"");
    as(
        json + "?format=dag-json&download=true&filename=a.json",
        "application/vnd.ipld.dag-json",
        "attachment; filename=\"a.json\"");
  }

  private static void as(String path, String type, String disposition) throws Exception {
    HttpResponse<byte[]> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    assertThat(answer.headers().firstValue("Content-Disposition")).contains(disposition);
    String cid = path.split("\\?", -1)[0];
    assertThat(answer.body()).isEqualTo(get(cid + "?format=raw").body());
  }

  @Test
  void nothingIsConverted() throws Exception {
    for (String path :
        List.of(
            json + "?format=dag-cbor",
            json + "?format=cbor",
            cbor + "?format=dag-json",
            cbor + "?format=json",
            plainJson + "?format=dag-json",
            plainCbor + "?format=dag-cbor",
            leaf + "?format=json",
            leaf + "?format=dag-json",
            folder + "/?format=json",
            folder + "?format=cbor",
            cbor + "?format=tar",
            bare + "")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(406);
    }
    assertThat(get(json + "", "Accept", "application/vnd.ipld.dag-cbor").statusCode())
        .isEqualTo(406);
    assertThat(get(leaf + "", "Accept", "application/json").statusCode()).isEqualTo(406);
    assertThat(get(leaf + "", "Accept", "application/json, text/plain, */*").body())
        .isEqualTo(TEXT);
  }

  @Test
  void aFileOfJsonIsJson() throws Exception {
    for (String rest : List.of("", "?format=json")) {
      HttpResponse<byte[]> file = get(jsonFile + rest);
      assertThat(file.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(file.body()).isEqualTo("{\"file\": [1, 2]}\n".getBytes(UTF_8));
    }
    HttpResponse<byte[]> asked = get(jsonFile + "", "Accept", "application/json");
    assertThat(asked.headers().firstValue("Content-Location"))
        .contains("/ipfs/" + jsonFile + "?format=json");
  }

  @Test
  void aBrowserIsShownAPageAboutABlock() throws Exception {
    HttpResponse<byte[]> page = get(cbor + "/", "Accept", "text/html,*/*;q=0.8");

    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.headers().firstValue("Content-Disposition")).isEmpty();
    assertThat(page.headers().firstValue("ETag").orElseThrow()).startsWith("\"DagIndex-");
    assertThat(new String(page.body(), UTF_8)).contains("</html>", "?format=dag-cbor");
  }

  @Test
  void rangesOfABlockAreExact() throws Exception {
    byte[] block = get(cbor + "?format=raw").body();
    assertThat(get(cbor + "", "Range", "bytes=3-9").body())
        .isEqualTo(Arrays.copyOfRange(block, 3, 10));
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get("/ipfs/" + path, "", headers);
  }

  private static List<Cid> blocks(String path) throws Exception {
    HttpResponse<byte[]> car = get(path);
    assertThat(car.statusCode()).as(path).isEqualTo(200);
    return TestCar.cids(car.body());
  }
}
