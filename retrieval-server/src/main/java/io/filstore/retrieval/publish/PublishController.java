package io.filstore.retrieval.publish;

import io.filstore.ipni.SignedHead;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.retrieval.encoding.Encoded;
import io.filstore.retrieval.peer.OwnPeer;
import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where indexers read the chain (go-libipni dagsync/ipnisync). */
@RestController
@RequestMapping("/ipni/v1/ad")
@ConditionalOnProperty("filstore.retrieval.publish.enabled")
class PublishController {

  private static final String NEVER_KEPT = "no-cache, no-store, must-revalidate";
  private static final String NEVER_CHANGES = "public, max-age=29030400, immutable";

  private final OwnPeer self;
  private final Chain chain;

  PublishController(OwnPeer self, Chain chain) {
    this.self = self;
    this.chain = chain;
  }

  /** The newest advertisement, signed; 204 while there is none. */
  @GetMapping("/head")
  ResponseEntity<byte[]> head(HttpServletRequest request) {
    return chain
        .head()
        .map(head ->
            json(
                Encoded.of(
                    SignedHead.sign(head, SignedHead.MAINNET, self.key()).dagJson(), request),
                null,
                NEVER_KEPT))
        .orElseGet(
            () -> ResponseEntity.noContent().header(HttpHeaders.CACHE_CONTROL, NEVER_KEPT).build());
  }

  /**
   * An advertisement or a chunk of entries, byte by byte as it was signed and hashed, once
   * unpacked.
   */
  @GetMapping("/{cid}")
  ResponseEntity<byte[]> block(@PathVariable String cid, HttpServletRequest request) {
    Encoded body = Encoded.of(chain.block(parsed(cid)).orElseThrow(notFound()), request);
    return json(body, body.tag(cid), NEVER_CHANGES);
  }

  private static ResponseEntity<byte[]> json(Encoded body, @Nullable String tag, String kept) {
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .header(HttpHeaders.CACHE_CONTROL, kept)
            .varyBy(HttpHeaders.ACCEPT_ENCODING);
    if (tag != null) {
      answer.eTag(tag);
    }
    if (body.gzip()) {
      answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    return answer.body(body.bytes());
  }

  private static Supplier<RuntimeException> notFound() {
    return () -> Problem.notFound("This is no block of the advertisements here.").exception();
  }

  private static Cid parsed(String text) {
    try {
      return Cid.parse(text).toV1();
    } catch (FormatException malformed) {
      throw Problem.invalidCid("This is no CID: " + malformed.getMessage()).exception();
    }
  }
}
