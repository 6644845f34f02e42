package io.filstore.retrieval.piece;

import io.filstore.db.piece.Audience;
import io.filstore.db.piece.Car;
import io.filstore.db.piece.Piece;
import io.filstore.db.transfer.Transfers;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import io.filstore.retrieval.RetrievalProperties;
import io.filstore.retrieval.access.Reader;
import io.filstore.retrieval.access.Readers;
import io.filstore.retrieval.bytes.Content;
import io.filstore.retrieval.bytes.ContentAnswer;
import io.filstore.retrieval.bytes.QuarantinedException;
import io.filstore.retrieval.bytes.Suspects;
import io.filstore.retrieval.bytes.Validators;
import io.filstore.retrieval.car.CarStore;
import io.filstore.retrieval.car.Catalogue;
import io.filstore.retrieval.car.Catalogue.Listed;
import io.filstore.retrieval.car.CleanCars;
import io.filstore.retrieval.car.StoredCar;
import io.filstore.retrieval.denylist.Denylist;
import io.filstore.retrieval.egress.Egress;
import io.filstore.retrieval.egress.Room;
import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET|HEAD /piece/{pieceCid}}: the raw bytes of a piece, without padding unless that is
 * asked for ({@link FilledPiece}), as Curio serves them and as Boost and Curio download them (boost
 * {@code transport/httptransport}, curio {@code lib/robusthttp}).
 */
@RestController
class PieceController {

  private static final String TYPE = "application/vnd.ipld.car; version=1";

  private final Catalogue catalogue;
  private final CarStore cars;
  private final Readers readers;
  private final RetrievalProperties properties;
  private final Transfers transfers;
  private final Denylist denylist;
  private final CleanCars clean;
  private final Egress egress;
  private final Room room;
  private final Clock clock;
  private final Suspects suspects;

  PieceController(
      Catalogue catalogue,
      CarStore cars,
      Readers readers,
      RetrievalProperties properties,
      Transfers transfers,
      Denylist denylist,
      CleanCars clean,
      Egress egress,
      Room room,
      Clock clock,
      Suspects suspects) {
    this.catalogue = catalogue;
    this.cars = cars;
    this.readers = readers;
    this.properties = properties;
    this.transfers = transfers;
    this.denylist = denylist;
    this.clean = clean;
    this.egress = egress;
    this.room = room;
    this.clock = clock;
    this.suspects = suspects;
  }

  @RequestMapping(
      path = "/piece/{pieceCid}",
      method = {RequestMethod.GET, RequestMethod.HEAD})
  void piece(
      @PathVariable String pieceCid, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Reader reader = readers.of(request);
    PieceCid asked = parse(reader, pieceCid);
    denylist.check(asked.cid());
    Listed listed =
        listed(reader, asked)
            .orElseThrow(() ->
                reader.nothing(
                    Problem.notFound("There is no such piece among those you may read.")));
    try (var _ = room.take(Room.PIECE)) {
      answer(request, response, reader, asked, listed);
    }
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      Reader reader,
      PieceCid asked,
      Listed listed)
      throws IOException {
    Piece piece = listed.piece();
    Car row = listed.car().orElseThrow(PieceController::missing);
    if (row.isDamaged()) {
      throw new QuarantinedException(row.blobName());
    }
    StoredCar car = cars.find(row).orElseThrow(PieceController::missing);
    clean.check(row);
    response.setHeader(HttpHeaders.VARY, "Accept, Authorization");
    response.setHeader("X-Content-Type-Options", "nosniff");
    Content data =
        new Content(
            piece.rawSize(),
            Validators.of(asked.toString()),
            TYPE,
            (offset, length, out) -> car.write(offset, length, out, cid -> checkAgain(row, cid)),
            properties.verifyPieces() ? null : car.file());
    Content content =
        FilledPiece.isAskedFor(request) ? FilledPiece.of(data, piece, asked.toString()) : data;
    if (reader instanceof Reader.Provider provider) {
      sendCounted(request, response, content, piece, provider);
    } else {
      ContentAnswer.send(request, egress.admit(listed.owner(), reader, response), content);
      egress.handedOver(listed.owner(), ContentAnswer.leftToTheContainer(request));
    }
    if (ContentAnswer.leftToTheContainer(request) > 0) {
      suspects.sentUnseen(car.blobName());
    }
  }

  private void sendCounted(
      HttpServletRequest request,
      HttpServletResponse response,
      Content content,
      Piece piece,
      Reader.Provider provider)
      throws IOException {
    SentBytes sent = new SentBytes(transfers, clock, piece.pieceCid(), provider.token().provider());
    ContentAnswer.send(
        request,
        response,
        new Content(
            content.size(),
            content.validators(),
            content.type(),
            sent.counted(content.body()),
            content.file()));
    sent.handedOver(ContentAnswer.leftToTheContainer(request));
  }

  /** A provider reads what its token says, whoever owns it. */
  private Optional<Listed> listed(Reader reader, PieceCid asked) {
    if (!(reader instanceof Reader.Provider provider)) {
      return catalogue.piece(asked.toString(), reader.audience());
    }
    Optional<Listed> listed = catalogue.piece(asked.toString(), Audience.everything());
    if (listed.isPresent() && !readers.allows(provider, asked)) {
      throw Problem.unauthenticated("This piece token has expired or is for another piece.")
          .exception();
    }
    return listed;
  }

  /** What is denied while the piece is on its way ends it. */
  private void checkAgain(Car row, Cid block) {
    denylist.check(block);
    if (denylist.denies(row)) {
      throw denylist.refusal();
    }
  }

  private static RuntimeException missing() {
    return Problem.unavailable("The piece is known, but its bytes are not here now.").exception();
  }

  private static PieceCid parse(Reader reader, String text) {
    try {
      return PieceCid.parse(text);
    } catch (FormatException malformed) {
      throw reader.nothing(
          Problem.invalidCid("The last part of the path is not a piece CID of version 1 or 2."));
    }
  }
}
