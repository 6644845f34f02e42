package io.filstore.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.filstore.car.CarReader;
import io.filstore.car.CarVerification;
import io.filstore.car.CarVerifier;
import io.filstore.car.Finding;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.Multibase;
import io.filstore.pack.Manifest;
import io.filstore.pack.PackListener;
import io.filstore.pack.PackOptions;
import io.filstore.pack.Packed;
import io.filstore.pack.PackedPiece;
import io.filstore.pack.Packer;
import io.filstore.pack.PieceFolder;
import io.filstore.piece.CommP;
import io.filstore.piece.PieceCommitment;
import io.filstore.unixfs.FolderWalk;
import io.filstore.unixfs.Profile;
import io.filstore.unixfs.UnixFsReader;
import io.filstore.unixfs.WalkPolicy;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  private static final String PAYLOAD =
      "bafybeib5ercnp4kwtmfowk3kddqvfnym3nbtciky3pt7lc6gu7gvcwodem";

  @TempDir Path folder;
  private Path photos = Path.of("");
  private Path cars = Path.of("");

  @BeforeEach
  void somethingToPack() throws IOException {
    photos = Files.createDirectories(folder.resolve("photos"));
    Files.writeString(Files.createDirectories(photos.resolve("2025")).resolve("a.jpg"), "a photo");
    Files.writeString(photos.resolve("b.jpg"), "another photo");
    cars = Files.createDirectories(folder.resolve("cars"));
  }

  @Test
  void makesACid() {
    // @start region=cid
    byte[] block = "hello world".getBytes(UTF_8);
    Cid cid = Cid.sha256(Cid.RAW, block);
    String text = cid.toString(); // bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e
    String other = cid.toString(Multibase.BASE58BTC);

    boolean equal = Cid.parse(other).equals(cid);
    boolean intact = Cid.parse(text).multihash().verifies(block);
    // @end
    assertThat(text).isEqualTo("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    assertThat(equal).isTrue();
    assertThat(intact).isTrue();
  }

  private PackedPiece packed() throws IOException {
    // @start region=pack
    Packed packed;
    try (Packer packer = new Packer(PackOptions.of(Profile.UNIXFS_V1_2025));
        PieceFolder output = new PieceFolder(cars)) {
      packed = packer.intoOne(FolderWalk.of(photos, WalkPolicy.DEFAULT), output, PackListener.NONE);
    }
    Cid payload = packed.root().cid();
    PackedPiece piece = packed.pieces().getFirst();
    Path car = cars.resolve(Manifest.carName(piece)); // named by its piece CID
    // @end
    assertThat(payload).hasToString(PAYLOAD);
    assertThat(car).hasSize(piece.commitment().rawSize());
    return piece;
  }

  @Test
  void verifiesACar() throws IOException {
    Path car = cars.resolve(Manifest.carName(packed()));
    // @start region=verify
    CarVerification found = CarVerifier.ofLinks().verify(car);

    boolean whole = found.isValid() && found.isComplete();
    for (Finding problem : found.problems()) {
      System.err.println("byte " + problem.offset() + ": " + problem.detail());
    }
    // @end
    assertThat(whole).isTrue();
    assertThat(found.blocks()).isEqualTo(4);
  }

  @Test
  void commitsToAPiece() throws IOException {
    InputStream in = new ByteArrayInputStream(new byte[1 << 20]);
    // @start region=piece
    CommP commP = new CommP(); // or new CommP(executor, tilesInFlight) for all cores
    byte[] buffer = new byte[1 << 20];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      commP.update(buffer, 0, n);
    }
    PieceCommitment piece = commP.finish();

    String v1 = piece.v1().toString(); // for deals and the chain
    String v2 = piece.v2().toString(); // carries the size of the payload, too
    long pieceSize = piece.size().bytes();
    // @end
    assertThat(v1).startsWith("baga6ea4seaq");
    assertThat(v2).startsWith("bafkzcib");
    assertThat(pieceSize).isEqualTo(2 << 20);
  }

  @Test
  void readsAFileBack() throws IOException {
    Path car = cars.resolve(Manifest.carName(packed()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // @start region=read
    Map<Cid, byte[]> blocks = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(car))) {
      CarReader reader = new CarReader(in);
      for (var section = reader.nextSection(); section != null; section = reader.nextSection()) {
        blocks.put(section.cid(), section.data());
      }
      UnixFsReader files = new UnixFsReader(blocks::get);
      Cid photo = files.resolve(reader.roots().getFirst(), "2025/a.jpg").orElseThrow();
      files.write(photo, out); // every block is verified before a byte of it is written
    }
    // @end
    assertThat(out.toString(UTF_8)).isEqualTo("a photo");
  }
}
