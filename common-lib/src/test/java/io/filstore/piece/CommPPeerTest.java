package io.filstore.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommPPeerTest {

  private static final int INPUTS = 24;

  @TempDir Path folder;

  @Test
  void randomPiecesHaveTheCidsOfThePeer() throws Exception {
    DataSegmentPeer peer = DataSegmentPeer.installed();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Path> files = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(1)) {
      for (int i = 0; i < INPUTS; i++) {
        byte[] payload = new byte[CommP.MIN_PAYLOAD + random.nextInt(1 << random.nextInt(1, 22))];
        random.nextBytes(payload);
        files.add(Files.write(folder.resolve("input-" + i), payload));
        ours.add(line(commP(payload, random, i % 2 == 0 ? new CommP() : new CommP(executor, 2))));
      }
    }
    assertThat(ours).as("seed %d", seed).isEqualTo(peer.pieces(files));
  }

  private static PieceCommitment commP(byte[] payload, Random random, CommP commP) {
    int offset = 0;
    while (offset < payload.length) {
      int length = Math.min(1 + random.nextInt(70_000), payload.length - offset);
      commP.update(payload, offset, length);
      offset += length;
    }
    return commP.finish();
  }

  private static String line(PieceCommitment commitment) {
    return commitment.v1() + " " + commitment.v2() + " " + commitment.size();
  }
}
