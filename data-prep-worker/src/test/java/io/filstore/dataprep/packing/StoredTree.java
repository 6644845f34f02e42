package io.filstore.dataprep.packing;

import io.filstore.car.CarIndex;
import io.filstore.car.CarReader;
import io.filstore.car.IndexedCar;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multihash;
import io.filstore.unixfs.BlockSource;
import io.filstore.unixfs.UnixFsReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the CARs of one upload hold together. */
final class StoredTree {

  private final Path cars;
  private final List<String> pieces;

  StoredTree(Path cars, List<String> pieces) {
    this.cars = cars;
    this.pieces = pieces;
  }

  String rootOf(String piece) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car(piece)))) {
      return new CarReader(in).roots().getFirst().toString();
    }
  }

  /** Digests of the files' contents, read through the CARs' indexes. */
  Map<String, Multihash> files(Cid root, Set<String> paths) throws IOException {
    List<IndexedCar> open = new ArrayList<>();
    try {
      for (String piece : pieces) {
        open.add(IndexedCar.open(car(piece), cars.resolve(piece + ".idx")));
      }
      UnixFsReader reader = new UnixFsReader(anyOf(open));
      Map<String, byte[]> contents = new TreeMap<>();
      for (String path : paths) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        reader.write(reader.resolve(root, path).orElseThrow(), out);
        contents.put(path, out.toByteArray());
      }
      return digests(contents);
    } finally {
      for (IndexedCar car : open) {
        car.close();
      }
    }
  }

  private static BlockSource anyOf(List<IndexedCar> open) {
    return cid -> {
      for (IndexedCar car : open) {
        byte[] block = car.block(cid);
        if (block != null) {
          return block;
        }
      }
      return null;
    };
  }

  static Map<String, Multihash> digests(Map<String, byte[]> files) {
    Map<String, Multihash> digests = new TreeMap<>();
    files.forEach((path, bytes) -> digests.put(path, Multihash.sha256(bytes)));
    return digests;
  }

  /** Entries of the upload whose block does not lie where their row says. */
  List<String> misplaced(JdbcClient jdbc, String upload) throws IOException {
    List<String> misplaced = new ArrayList<>();
    List<Row> rows =
        jdbc.sql(
                "select path, cid, piece_number, car_offset from entry where upload_id = ? and car_offset is not null")
            .param(upload)
            .query((row, number) ->
                new Row(row.getString(1), row.getString(2), row.getInt(3), row.getLong(4)))
            .list();
    for (Row row : rows) {
      Path index = cars.resolve(pieces.get(row.pieceNumber) + ".idx");
      try (CarIndex sections = CarIndex.open(index)) {
        Cid cid = Cid.parse(row.cid);
        if (sections.find(cid.multihash()).filter(l -> l.offset() == row.carOffset).isEmpty()) {
          misplaced.add(row.path);
        }
      }
    }
    return misplaced;
  }

  private record Row(String path, String cid, int pieceNumber, long carOffset) {}

  private Path car(String piece) {
    return cars.resolve(piece + ".car");
  }
}
