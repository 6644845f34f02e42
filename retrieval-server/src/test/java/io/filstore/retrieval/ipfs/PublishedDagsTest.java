package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarReader;
import io.filstore.fixtures.Fixtures;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What ipfs/gateway-conformance says of its DAGs of JSON and CBOR ({@code path_gateway_dag_test.go}
 * of 0.13.2), which the exported cases leave out.
 */
class PublishedDagsTest {

  @TempDir static Path cars;
  private static RunningServer server;
  private static Owner owner;

  @BeforeAll
  static void start() {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
    owner = server.owner("fixtures", "content:read");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Cid store(String name) throws IOException {
    byte[] car = Fixtures.bytes("gateway/path_gateway_dag/" + name + ".car");
    Cid root = new CarReader(new ByteArrayInputStream(car)).roots().getFirst();
    server.store(owner, car, root, 1);
    return root;
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "cbor"})
  void pathsLeadThroughLinksAndEndAtBlocks(String codec) throws Exception {
    Cid root = store("dag-" + codec + "-traversal");
    String form = "?format=dag-" + codec;

    assertThat(get(root + "/foo" + form).statusCode()).isEqualTo(501);
    assertThat(get(root + "/foo/i-do-not-exist").statusCode()).isEqualTo(404);
    HttpResponse<byte[]> end = get(root + "/foo/link/bar" + form);
    assertThat(end.statusCode()).isEqualTo(200);
    assertThat(end.body()).asString(UTF_8).contains("this is not a link");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "cbor"})
  void aBlockIsServedAsItIsUnderEitherNameOfItsCodec(String codec) throws Exception {
    Cid root = store("dag-" + codec + "-traversal");
    byte[] block = get(root + "?format=raw").body();
    String type = "application/vnd.ipld.dag-" + codec;

    for (String[] asked :
        new String[][] {
          {"", type}, {"?format=dag-" + codec, type}, {"?format=" + codec, "application/" + codec}
        }) {
      HttpResponse<byte[]> answer = get(root + asked[0]);
      assertThat(answer.body()).isEqualTo(block);
      assertThat(answer.headers().firstValue("Content-Type")).contains(asked[1]);
      assertThat(get(root + "", "Accept", asked[1]).body()).isEqualTo(block);
    }
    HttpResponse<byte[]> head = server.send("HEAD", "/ipfs/" + root + "?format=dag-" + codec, "");
    assertThat(head.headers().firstValue("ETag")).contains("\"" + root + ".dag-" + codec + "\"");
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(block.length);
    assertThat(get(root + "/", "Accept", "text/html").body()).asString(UTF_8).contains("</html>");
  }

  @Test
  void aFileOfJsonInAFolderIsJson() throws Exception {
    Cid root = store("gateway-json-cbor");
    String file = root + "/%C4%85/%C4%99/t.json";
    String cid = get(file).headers().firstValue("ETag").orElseThrow().replace("\"", "");
    for (String path : new String[] {file, cid, cid + "?format=json"}) {
      assertThat(get(path).headers().firstValue("Content-Type")).contains("application/json");
    }
    String text = root + "/%C4%85/%C4%99/file-%C5%BA%C5%82.txt";
    assertThat(get(text + "?format=dag-json").statusCode()).isEqualTo(406);
    assertThat(get(text + "?format=dag-cbor").statusCode()).isEqualTo(406);
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get("/ipfs/" + path, "", headers);
  }
}
