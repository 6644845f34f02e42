package io.filstore.gateway.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The RFC 9457 document, with the members of the product's error model. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    URI type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    String code,
    boolean retryable,
    @Nullable Long retryAfterS,
    Map<String, Object> params,
    @Nullable String traceId) {

  /** Media type of the document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The document of a code, for the resource and trace at hand. */
  public static Problem of(
      ProblemCode code, String detail, @Nullable String instance, @Nullable String traceId) {
    return of(new ProblemException(code, detail), instance, traceId);
  }

  /** The document of an exception. */
  public static Problem of(
      ProblemException e, @Nullable String instance, @Nullable String traceId) {
    ProblemCode code = e.code();
    Long retryAfter = e.retryAfter().map(java.time.Duration::toSeconds).orElse(null);
    return new Problem(
        code.type(),
        code.title(),
        code.status(),
        e.detail(),
        instance,
        code.code(),
        code.retryable(),
        retryAfter,
        e.params(),
        traceId);
  }
}
