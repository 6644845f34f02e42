package io.filstore.gateway.upload;

import java.io.IOException;
import java.io.InputStream;

/** Where the bytes of an upload go: to staging, or nowhere when only their digest is wanted. */
interface FileSink {
  /** Reads the stream to its end. */
  ReceivedFile receive(UploadPath path, InputStream content) throws IOException;
}
