package io.filstore.devnet.provider;

import io.filstore.multiformats.FormatException;
import io.filstore.piece.PieceCid;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** {@code GET|HEAD /piece/{cid}}: the payload as it was downloaded, in whole or one range. */
final class PieceRoutes implements Routes {
  private static final String PREFIX = "/piece/";
  private static final int BUFFER = 1 << 17;

  private final PieceStore pieces;

  PieceRoutes(PieceStore pieces) {
    this.pieces = pieces;
  }

  @Override
  public boolean handle(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getRequestURI();
    if (!path.startsWith(PREFIX)) {
      return false;
    }
    String method = request.getMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      Answers.text(response, 405, "Method Not Allowed\n");
      return true;
    }
    serve(path.substring(PREFIX.length()), request, response);
    return true;
  }

  private void serve(String text, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    PieceCid cid;
    try {
      cid = PieceCid.parse(text);
    } catch (FormatException e) {
      Answers.text(response, 400, "parsing piece CID '%s': %s\n".formatted(text, e.getMessage()));
      return;
    }
    Optional<Path> file = pieces.find(cid.v1());
    if (file.isEmpty()) {
      Answers.text(response, 404, "piece %s not found\n".formatted(cid));
      return;
    }
    response.setHeader("ETag", "\"" + cid + "\"");
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("Cache-Control", "public, max-age=29030400, immutable");
    send(file.get(), request, response);
  }

  private static void send(Path file, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long size = Files.size(file);
    Optional<ByteRange> range = ByteRange.parse(request.getHeader("Range"), size);
    if (range.isPresent() && range.get().isUnsatisfiable()) {
      response.setHeader("Content-Range", "bytes */" + size);
      Answers.text(response, 416, "invalid range: failed to overlap\n");
      return;
    }
    ByteRange part = range.orElse(new ByteRange(0, size));
    response.setStatus(range.isPresent() ? 206 : 200);
    if (range.isPresent()) {
      response.setHeader(
          "Content-Range", "bytes %d-%d/%d".formatted(part.from(), part.to() - 1, size));
    }
    response.setHeader("Content-Type", "application/vnd.ipld.car");
    response.setContentLengthLong(part.length());
    if (request.getMethod().equals("GET")) {
      copy(file, part, response.getOutputStream());
    }
  }

  private static void copy(Path file, ByteRange part, OutputStream out) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long position = part.from();
      while (position < part.to()) {
        buffer.clear().limit((int) Math.min(BUFFER, part.to() - position));
        int read = in.read(buffer, position);
        if (read < 0) {
          throw new IOException("piece file ends at " + position);
        }
        out.write(buffer.array(), 0, read);
        position += read;
      }
    }
  }
}
