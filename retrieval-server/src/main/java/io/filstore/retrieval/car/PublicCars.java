package io.filstore.retrieval.car;

import io.filstore.car.CarIndex;
import io.filstore.db.piece.Car;
import io.filstore.db.rows.RecordRows;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.bytes.DamagedContentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The CARs of public uploads. Whatever is told to the world about what is here comes from these; a
 * CAR that lies in a private upload as well is among them, as its bytes are public.
 */
@Component
public class PublicCars {

  private static final Logger LOG = LoggerFactory.getLogger(PublicCars.class);

  private static final RowMapper<Car> CAR_ROW = RecordRows.of(Car.class);

  private final JdbcClient jdbc;
  private final CarStore cars;

  PublicCars(JdbcClient jdbc, CarStore cars) {
    this.jdbc = jdbc;
    this.cars = cars;
  }

  /**
   * Whether one of them is here and has a block with the CID's hash. Their indexes alone say so: a
   * row of {@code entry} may be that of a private upload which shares a piece with a public one.
   */
  public boolean hold(Cid cid) throws IOException {
    for (Car row : mostLikelyFirst(cid)) {
      if (holds(row, cid)) {
        return true;
      }
    }
    return false;
  }

  private List<Car> mostLikelyFirst(Cid cid) {
    return jdbc.sql(
            """
            select c.* from car c join (
              select up.piece_cid, bool_or(up.upload_id in (select upload_id from entry where cid = :cid)) as named
              from upload_piece up join upload u on u.id = up.upload_id
              where u.visibility = 'public' and u.state = 'prepared'
              group by up.piece_cid
            ) open on open.piece_cid = c.piece_cid
            order by open.named or c.root_cid = :cid desc, c.created_at desc, c.id
            """)
        .param("cid", cid.toV1().toString())
        .query(CAR_ROW)
        .list();
  }

  /** What a damaged CAR holds cannot be said; others may hold it, too. */
  private boolean holds(Car row, Cid cid) throws IOException {
    try {
      Optional<Path> index = cars.find(row).flatMap(_ -> cars.index(row));
      return index.isPresent() && indexes(index.get(), cid);
    } catch (FormatException | DamagedContentException damage) {
      LOG.warn("{} is damaged and not searched: {}", row.blobName(), damage.getMessage());
      return false;
    }
  }

  private static boolean indexes(Path index, Cid cid) throws IOException {
    try (CarIndex sections = CarIndex.open(index)) {
      return sections.find(cid.multihash()).isPresent();
    }
  }
}
