package io.filstore.dataprep.packing;

import io.filstore.car.CarIntake;
import io.filstore.multiformats.Cid;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a CAR that was uploaded has in it, as the row {@code upload_car}. */
final class CarReport {

  private static final int ROOTS_NAMED = 100;

  private CarReport() {}

  static void write(JdbcClient jdbc, String uploadId, CarIntake car) {
    Optional<CarIntake.Census> census = car.census();
    jdbc.sql(
            """
            insert into upload_car (upload_id, root_count, roots, block_count, missing_links, missing, unlinked_blocks, unlinked)
            values (:upload, :root_count, :roots, :blocks, :missing_links, :missing, :unlinked_blocks, :unlinked)
            """)
        .param("upload", uploadId)
        .param("root_count", car.roots().size())
        .param("roots", texts(car.roots().stream().limit(ROOTS_NAMED).toList()))
        .param("blocks", car.blocks())
        .param(
            "missing_links", census.map(CarIntake.Census::missingCount).orElse(null), Types.BIGINT)
        .param("missing", texts(census.map(CarIntake.Census::missing).orElse(List.of())))
        .param(
            "unlinked_blocks",
            census.map(CarIntake.Census::unlinkedCount).orElse(null),
            Types.BIGINT)
        .param("unlinked", texts(census.map(CarIntake.Census::unlinked).orElse(List.of())))
        .update();
  }

  private static String[] texts(List<Cid> cids) {
    return cids.stream().map(Cid::toString).toArray(String[]::new);
  }
}
