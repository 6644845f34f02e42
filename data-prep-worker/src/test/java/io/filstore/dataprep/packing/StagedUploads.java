package io.filstore.dataprep.packing;

import io.filstore.db.upload.Uploads;
import io.filstore.ids.IdKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Uploads as the gateway leaves them: rows, and numbered files in the staging folder. */
public final class StagedUploads {

  private final JdbcClient jdbc;
  private final Uploads uploads;
  private final Path staging;
  private final String account;

  public StagedUploads(JdbcClient jdbc, Path staging) {
    this.jdbc = jdbc;
    this.uploads = new Uploads(jdbc);
    this.staging = staging;
    this.account = account();
  }

  private String account() {
    jdbc.sql("insert into account (id, name) values (?, 'packing') on conflict do nothing")
        .param(IdKind.ACCOUNT.next())
        .update();
    return jdbc.sql("select id from account where name = 'packing'").query(String.class).single();
  }

  /** Stages files; paths to contents. */
  public String add(boolean wrap, Map<String, byte[]> files) throws IOException {
    String id = IdKind.UPLOAD.next();
    long total = files.values().stream().mapToLong(bytes -> bytes.length).sum();
    uploads.insertReceived(id, account, "test", wrap, total, files.size());
    Path folder = Files.createDirectories(staging.resolve(id));
    int number = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = String.format("%06d", ++number);
      Files.write(folder.resolve(name), file.getValue());
      uploads.insertFile(id, file.getKey(), file.getValue().length, name);
    }
    return id;
  }

  /** Stages a CAR that is to be kept as it is. */
  public String addCar(byte[] car) throws IOException {
    String id = add(false, Map.of("sent.car", car));
    uploads.isCar(id);
    return id;
  }

  public Path folder(String uploadId) {
    return staging.resolve(uploadId);
  }
}
