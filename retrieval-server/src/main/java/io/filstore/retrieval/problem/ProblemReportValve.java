package io.filstore.retrieval.problem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's own errors (malformed request lines and paths, oversized headers) as problem documents.
 * Public with a public constructor because Tomcat makes it by name.
 */
public final class ProblemReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    Problem problem = Problem.ofStatus(status);
    String body =
        "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"code\":\"%s\",\"retryable\":%s}"
            .formatted(
                problem.type(),
                problem.title(),
                status,
                problem.detail(),
                problem.code(),
                problem.retryable());
    try {
      response.setContentType(ProblemWriter.MEDIA_TYPE);
      response.setCharacterEncoding("UTF-8");
      response.getResponse().getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException e) {
      throw new UncheckedIOException("the client is gone", e);
    }
  }
}
