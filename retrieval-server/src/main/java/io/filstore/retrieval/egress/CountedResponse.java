package io.filstore.retrieval.egress;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A response whose body is counted, before its reader can have it. */
final class CountedResponse extends HttpServletResponseWrapper {

  private final LongConsumer sent;
  private @Nullable ServletOutputStream counted;

  CountedResponse(HttpServletResponse response, LongConsumer sent) {
    super(response);
    this.sent = sent;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream out = counted;
    if (out == null) {
      out = new Counted(super.getOutputStream());
      counted = out;
    }
    return out;
  }

  private final class Counted extends ServletOutputStream {

    private final ServletOutputStream out;

    Counted(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      sent.accept(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      sent.accept(length);
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
