package io.filstore.dataprep.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.filstore.dataprep.DataPrepApplication;
import io.filstore.db.TestDatabase;
import io.filstore.db.jobs.JobName;
import io.filstore.db.jobs.Jobs;
import io.filstore.db.upload.UploadState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service as it is shipped: its own configuration file, a real job table, real HTTP. */
class DataPrepApplicationTest {

  private static final String SERVICE_TOKEN = "0123456789abcdef0123456789abcdef";
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  @TempDir static Path folder;
  private static ConfigurableApplicationContext context;
  private static StagedUploads staged;
  private static final PackedRows ROWS = new PackedRows(DATABASE.jdbc());

  @BeforeAll
  static void start() {
    List<String> arguments = new ArrayList<>(List.of(DATABASE.springProperties()));
    arguments.add("server.port=0");
    arguments.add("spring.main.banner-mode=off");
    arguments.add("filstore.internal.token=" + SERVICE_TOKEN);
    arguments.add("filstore.packing.staging-dir=" + folder.resolve("staging"));
    arguments.add("filstore.packing.car-dir=" + folder.resolve("cars"));
    context =
        DataPrepApplication.builder()
            .run(arguments.stream().map(property -> "--" + property).toArray(String[]::new));
    staged = new StagedUploads(DATABASE.jdbc(), folder.resolve("staging"));
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @Test
  void aPackJobIsDoneWithinSeconds() throws Exception {
    String id = staged.add(true, Map.of("a", new byte[100_000]));

    new Jobs(DATABASE.dataSource(), DATABASE.jdbc(), Clock.systemUTC()).enqueue(JobName.PACK, id);

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> ROWS.upload(id).state() == UploadState.PREPARED);
    await().atMost(Duration.ofSeconds(10)).until(() -> packJobs(id) == 0);
    assertThat(ROWS.plans(ROWS.pieceCid(id))).isEqualTo(1);
  }

  @Test
  void theJobOfAKilledWorkerIsTakenOver() throws Exception {
    String id = staged.add(true, Map.of("a", new byte[200_000]));
    DATABASE
        .jdbc()
        .sql(
            """
            insert into scheduled_tasks
              (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version, consecutive_failures)
            values ('pack', ? || '~01K00000000000000000000000', now() - interval '20 s', true, 'killed', now() - interval '7 s', 2, 0)
            """)
        .param(id)
        .update();

    await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> ROWS.upload(id).state() == UploadState.PREPARED);
  }

  @Test
  void aJobThatFailsIsKeptForLater() throws Exception {
    String id = staged.add(true, Map.of("a", new byte[300_000]));
    Path file = staged.folder(id).resolve("000001");
    Files.delete(file);
    Files.createDirectory(file); // opens, but cannot be read
    DATABASE
        .jdbc()
        .sql("update entry set size = ? where upload_id = ?")
        .params(Files.size(file), id)
        .update();

    new Jobs(DATABASE.dataSource(), DATABASE.jdbc(), Clock.systemUTC()).enqueue(JobName.PACK, id);

    await().atMost(Duration.ofSeconds(10)).until(() -> failures(id) > 0);
    assertThat(ROWS.upload(id).state()).isEqualTo(UploadState.PACKING);
  }

  @Test
  void onlyHealthIsToldToEveryoneAndMetricsToSisters() throws Exception {
    assertThat(get("/actuator/health/readiness", "")).isEqualTo(200);
    assertThat(get("/actuator/prometheus", "")).isEqualTo(401);
    assertThat(get("/actuator/prometheus", "f".repeat(32))).isEqualTo(401);
    assertThat(get("/actuator/prometheus", SERVICE_TOKEN)).isEqualTo(200);
    assertThat(get("/actuator/env", SERVICE_TOKEN)).isEqualTo(401);
    assertThat(get("/", SERVICE_TOKEN)).isEqualTo(401);
  }

  private static int get(String path, String token) throws Exception {
    int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static int packJobs(String id) {
    return DATABASE
        .jdbc()
        .sql(
            "select count(*) from scheduled_tasks where task_name = 'pack' and task_instance like ? || '%'")
        .param(id)
        .query(Integer.class)
        .single();
  }

  private static int failures(String id) {
    return DATABASE
        .jdbc()
        .sql(
            "select coalesce(max(consecutive_failures), 0) from scheduled_tasks where task_name = 'pack' and task_instance like ? || '%'")
        .param(id)
        .query(Integer.class)
        .single();
  }
}
