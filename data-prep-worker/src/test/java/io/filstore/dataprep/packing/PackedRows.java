package io.filstore.dataprep.packing;

import io.filstore.db.upload.Upload;
import io.filstore.db.upload.Uploads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What packing left behind, as a test asks for it. */
final class PackedRows {

  private final JdbcClient jdbc;

  PackedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Upload upload(String id) {
    return new Uploads(jdbc).find(id).orElseThrow();
  }

  String pieceCid(String id) {
    return String.valueOf(upload(id).pieceCid());
  }

  List<String> events(String id) {
    return jdbc.sql("select type from event where subject = ? order by seq")
        .param(id)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** A member of the data of the upload's only event. */
  String eventData(String id, String member) {
    return jdbc.sql("select data ->> ? from event where subject = ?")
        .params(member, id)
        .query(String.class)
        .single();
  }

  List<String> entries(String id) {
    return jdbc.sql(
            "select path || ' ' || kind || ' ' || size from entry where upload_id = ? order by path collate \"C\"")
        .param(id)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** Paths of entries that do not say where their block lies. */
  List<String> unplaced(String id) {
    return jdbc.sql("select path from entry where upload_id = ? and car_offset is null")
        .param(id)
        .query((row, number) -> row.getString(1))
        .list();
  }

  /** Piece CIDs of the upload in the order of their numbers. */
  List<String> pieces(String id) {
    return jdbc.sql("select piece_cid from upload_piece where upload_id = ? order by number")
        .param(id)
        .query((row, number) -> row.getString(1))
        .list();
  }

  int plans(String pieceCid) {
    return jdbc.sql(
            "select count(*) from scheduled_tasks where task_name = 'plan' and task_instance like ? || '%'")
        .param(pieceCid)
        .query(Integer.class)
        .single();
  }

  int cars(String pieceCid) {
    return jdbc.sql("select count(*) from car where piece_cid = ?")
        .param(pieceCid)
        .query(Integer.class)
        .single();
  }

  /** Names of the CARs in the store. */
  static List<String> cars(Path folder) throws IOException {
    return blobs(folder).stream().filter(name -> name.endsWith(".car")).toList();
  }

  /** Names of all files of the CAR store, drafts and journals included. */
  static List<String> blobs(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
