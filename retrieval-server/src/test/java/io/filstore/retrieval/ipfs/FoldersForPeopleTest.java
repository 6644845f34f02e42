package io.filstore.retrieval.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.ipld.DagPb;
import io.filstore.ipld.PbLink;
import io.filstore.ipld.PbNode;
import io.filstore.multiformats.Cid;
import io.filstore.retrieval.RunningServer;
import io.filstore.retrieval.RunningServer.Owner;
import io.filstore.retrieval.TestCar;
import io.filstore.unixfs.UnixFsData;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listings, symlinks and tar archives of folders with names that mean harm. */
class FoldersForPeopleTest {

  private static final String HARM = "\"><img src=x onerror=alert(1)>&'.txt";
  private static final String LONG = "\u00fc".repeat(120);

  @TempDir static Path cars;
  private static RunningServer server;
  private static Cid root;
  private static Cid climbing;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(cars, "filstore.retrieval.access.public-content=true");
    Owner owner = server.owner("owner", "content:read");
    TestCar car = new TestCar();
    Cid text = car.add(Cid.RAW, "text".getBytes(UTF_8));
    Cid link = car.add(Cid.DAG_PB, symlink("text.txt"));
    climbing = car.add(Cid.DAG_PB, directory(new PbLink(text, "..", 4)));
    Cid inner = car.add(Cid.DAG_PB, directory(new PbLink(text, LONG, 4)));
    root =
        car.add(
            Cid.DAG_PB,
            directory(
                new PbLink(text, HARM, 4),
                new PbLink(inner, "inner \u0105", 4),
                new PbLink(link, "link", 4),
                new PbLink(text, "text.txt", 4)));
    server.store(owner, car.bytes(), car.root(), car.blocks());
  }

  private static byte[] directory(PbLink... links) {
    return DagPb.encode(new PbNode(List.of(links), UnixFsData.directory().encode()));
  }

  private static byte[] symlink(String target) {
    byte[] text = target.getBytes(UTF_8);
    byte[] data =
        new UnixFsData(UnixFsData.Type.SYMLINK, text, null, List.of(), null, null, null, null)
            .encode();
    return DagPb.encode(new PbNode(List.of(), data));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aNameIsTextAndNothingElse() throws Exception {
    HttpResponse<byte[]> page = get("/ipfs/" + root + "/", "Accept", "text/html");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(new String(page.body(), UTF_8))
        .doesNotContain("<img", "<script")
        .contains("&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;&#39;.txt")
        .contains("/%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%26%27.txt\"")
        .contains(">text.txt<", ">link<");
    assertThat(header(page, "Content-Security-Policy"))
        .startsWith("sandbox allow-downloads; default-src 'none'; style-src 'sha256-")
        .doesNotContain("unsafe", "allow-scripts", "allow-same-origin", "script-src");
    assertThat(header(page, "ETag")).matches("\"DirIndex-.*_CID-" + root + "\"");
    assertThat(header(page, "Cache-Control"))
        .isEqualTo("public, max-age=604800, stale-while-revalidate=2678400");
  }

  @Test
  void thePageIsForPeopleAndJsonForThoseWhoAskForIt() throws Exception {
    String folder = "/ipfs/" + root + "/inner%20%C4%85/";
    for (String[] headers :
        new String[][] {{}, {"Accept", "*/*"}, {"Accept", "text/html, application/json;q=0.9"}}) {
      assertThat(header(get(folder, headers), "Content-Type")).startsWith("text/html");
    }
    assertThat(header(get(folder, "Accept", "application/json"), "Content-Type"))
        .isEqualTo("application/json");
    assertThat(new String(get(folder).body(), UTF_8))
        .contains("<a href=\"/ipfs/" + root + "/inner%20%C4%85/..\">..</a>")
        .contains("<a href=\"/ipfs/" + root + "/inner%20%C4%85\">inner \u0105</a>");
    assertThat(header(get(folder), "ETag"))
        .isNotEqualTo(header(get(folder, "Accept", "application/json"), "ETag"));
    assertThat(get(folder, "If-None-Match", header(get(folder), "ETag")).statusCode())
        .isEqualTo(304);
  }

  @Test
  void aSymlinkIsItsTarget() throws Exception {
    HttpResponse<byte[]> link = get("/ipfs/" + root + "/link");
    assertThat(link.statusCode()).isEqualTo(200);
    assertThat(link.body()).asString(UTF_8).isEqualTo("text.txt");

    HttpResponse<byte[]> head = server.send("HEAD", "/ipfs/" + root + "/link", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(8);
    assertThat(header(head, "ETag")).isEqualTo(header(link, "ETag"));
    assertThat(get("/ipfs/" + root + "/link/below").statusCode()).isEqualTo(404);
  }

  @Test
  void aFolderIsTakenAwayAsTar() throws Exception {
    HttpResponse<byte[]> tar = get("/ipfs/" + root + "?format=tar&filename=test%D1%82.tar");
    assertThat(header(tar, "Content-Type")).isEqualTo("application/x-tar");
    assertThat(header(tar, "ETag")).isEqualTo("W/\"" + root + ".x-tar\"");
    assertThat(header(tar, "Content-Disposition"))
        .isEqualTo("attachment; filename=\"test_.tar\"; filename*=UTF-8''test%D1%82.tar");

    Path archive = Files.write(cars.resolve("out.tar"), tar.body());
    Process list =
        new ProcessBuilder("tar", "-tvf", archive.toString(), "--quoting-style=literal")
            .redirectErrorStream(true)
            .start();
    String listed = new String(list.getInputStream().readAllBytes(), UTF_8);
    assertThat(list.waitFor()).as(listed).isZero();
    assertThat(listed)
        .contains(root + "/text.txt", root + "/link -> text.txt")
        .contains("alert(1)");
    assertThat(listed.lines()).hasSize(6);
  }

  @Test
  void aNameThatClimbsOutIsRefused() throws Exception {
    assertThat(get("/ipfs/" + climbing + "?format=tar").statusCode()).isEqualTo(502);
    assertThat(get("/ipfs/" + climbing + "/").statusCode()).isEqualTo(502);
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return server.get(path, "", headers);
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
