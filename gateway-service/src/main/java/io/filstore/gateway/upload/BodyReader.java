package io.filstore.gateway.upload;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.MultipartInput.FileUploadBoundaryException;
import org.apache.commons.fileupload2.core.MultipartInput.MalformedStreamException;

/**
 * Reads the body of one upload, part by part, into a sink; holds one buffer and the list of names.
 */
final class BodyReader {
  private static final int MULTIPART_BUFFER = 128 << 10;
  private static final int MAX_FIELD_BYTES = 4096;
  private static final int MAX_FIELDS = 16;

  private final UploadHead head;
  private final FileSink sink;
  private final UploadLimits limits;
  private final PathSet paths = new PathSet();
  private final List<ReceivedFile> files = new ArrayList<>();
  private UploadLabel label;
  private long contentBytes;
  private int fields;

  BodyReader(UploadHead head, FileSink sink, UploadLimits limits) {
    this.head = head;
    this.sink = sink;
    this.limits = limits;
    this.label = new UploadLabel(head.multipart() ? head.name() : null, head.wrap());
  }

  /**
   * Reads to the end of the body.
   *
   * @throws ProblemException when the body is not what an upload may be
   */
  ReceivedUpload read(InputStream in) throws IOException {
    ClientBody body = new ClientBody(in, head, limits);
    if (head.multipart()) {
      readParts(body);
    } else {
      readPlain(body);
    }
    body.finish();
    if (files.isEmpty()) {
      throw ProblemException.invalid("The upload has no file.");
    }
    if (!label.wrap() && files.size() > 1) {
      throw ProblemException.invalid(
          "wrap=false needs exactly one file, this has " + files.size() + ".");
    }
    return new ReceivedUpload(
        label.nameFor(files),
        label.wrap(),
        head.policy(),
        head.visibility(),
        head.car(),
        List.copyOf(files),
        contentBytes);
  }

  private void readPlain(ClientBody body) throws IOException {
    String name = head.name();
    if (name == null) {
      throw ProblemException.invalid(
          "A plain body needs a name: query parameter 'name', X-File-Name or Content-Disposition.");
    }
    readFile(name, head.car() ? CarBody.of(body, head.declaredLength(), limits) : body);
  }

  private void readParts(ClientBody body) throws IOException {
    try {
      MultipartInput input =
          MultipartInput.builder()
              .setInputStream(body)
              .setBoundary(head.boundary())
              .setBufferSize(MULTIPART_BUFFER)
              .get();
      input.setHeaderCharset(StandardCharsets.ISO_8859_1);
      for (boolean more = input.skipPreamble(); more; more = input.readBoundary()) {
        readPart(PartHeaders.parse(input.readHeaders()), input);
      }
    } catch (MalformedStreamException | FileUploadBoundaryException e) {
      throw malformed(e);
    } catch (FileUploadException e) {
      throw new ProblemException(ProblemCode.TOO_LARGE, "The headers of a part are too long.", e);
    }
  }

  private void readPart(PartHeaders part, MultipartInput input) throws IOException {
    // Never closed: closing reads the part to its end, which after a refusal may be gigabytes.
    InputStream content = input.newInputStream();
    Optional<String> fileName = part.disposition().fileName();
    if (fileName.isPresent()) {
      ReceivedFile file = readFile(fileName.get(), content);
      part.requireLength(file.size());
    } else {
      readField(part.disposition().fieldName().orElse(""), content);
    }
  }

  private ReceivedFile readFile(String name, InputStream content) throws IOException {
    UploadPath path = UploadPath.parse(name);
    paths.add(path);
    limits.requireFiles(paths.size());
    ReceivedFile file = sink.receive(path, new Metered(content));
    files.add(file);
    return file;
  }

  private void readField(String name, InputStream content) throws IOException {
    if (++fields > MAX_FIELDS) {
      throw ProblemException.invalid(
          "The form has more than " + MAX_FIELDS + " fields beside its files.");
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(content.readNBytes(MAX_FIELD_BYTES + 1));
    if (value.size() > MAX_FIELD_BYTES) {
      throw new ProblemException(
          ProblemCode.TOO_LARGE, "A form field is longer than " + MAX_FIELD_BYTES + " bytes.");
    }
    String text = HeaderText.utf8(value.toByteArray());
    switch (name) {
      case "name" -> label = new UploadLabel(text, label.wrap());
      case "wrap" -> label = new UploadLabel(label.name(), UploadHead.flag(text));
      default ->
          throw ProblemException.invalid(
              "The form field "
                  + UploadPath.shown(name)
                  + " is not known; files need a filename, fields are 'name' and 'wrap', a policy is named in the query.");
    }
  }

  private static ProblemException malformed(Exception cause) {
    return new ProblemException(
        ProblemCode.INVALID_REQUEST,
        "The multipart body is malformed or ended early; nothing of it was kept.",
        cause);
  }

  /** Counts content against the limit of the whole upload. */
  private final class Metered extends FilterInputStream {
    Metered(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      contentBytes += Math.max(0, n);
      limits.requireContent(contentBytes);
      return n;
    }
  }
}
