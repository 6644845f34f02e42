package io.filstore.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.filstore.ipni.AdBlock;
import io.filstore.ipni.Advertisement;
import io.filstore.ipni.EntryChunk;
import io.filstore.ipni.RetrievalProtocol;
import io.filstore.ipni.SignedHead;
import io.filstore.libp2p.SignedEnvelope;
import io.filstore.multiformats.Cid;

class IpniFuzzTest {
  @FuzzTest
  void advertisement(byte[] bytes) {
    Hostile.read(() -> Advertisement.decode(block(bytes)))
        .ifPresent(ad -> {
          assertThat(ad.dagJson().bytes()).isEqualTo(bytes);
          Hostile.read(ad::publisher);
        });
  }

  @FuzzTest
  void entryChunk(byte[] bytes) {
    Hostile.read(() -> EntryChunk.decode(block(bytes)))
        .ifPresent(chunk -> assertThat(chunk.dagJson().bytes()).isEqualTo(bytes));
  }

  @FuzzTest
  void signedHead(byte[] bytes) {
    Hostile.read(() -> SignedHead.decode(bytes))
        .ifPresent(head -> {
          assertThat(head.dagJson()).isEqualTo(bytes);
          Hostile.read(head::publisher);
        });
  }

  @FuzzTest
  void metadata(byte[] bytes) {
    Hostile.read(() -> RetrievalProtocol.decode(bytes));
  }

  @FuzzTest
  void envelope(byte[] bytes) {
    Hostile.read(() -> SignedEnvelope.decode(bytes))
        .ifPresent(envelope -> {
          byte[] written = envelope.bytes();
          assertThat(SignedEnvelope.decode(written).bytes()).isEqualTo(written);
          Hostile.read(() -> envelope.signer("indexer", "/indexer/ingest/adSignature"));
        });
  }

  private static AdBlock block(byte[] bytes) {
    return new AdBlock(Cid.sha256(Cid.DAG_JSON, bytes), bytes);
  }
}
