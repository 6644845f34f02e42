package io.filstore.gateway.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** One page of a list, as the API shows it. */
public record Page<T>(List<T> data, Position page) {
  /** Request attribute that marks the answer as a list. */
  public static final String ATTRIBUTE = "io.filstore.page";

  /**
   * Where the page is.
   *
   * @param nextCursor of the page behind it, null on the last one
   */
  public record Position(@Nullable String nextCursor, int limit) {}

  /** Cuts the surplus row off that {@link PageRequest#rowsToRead()} asked for. */
  public static <R, T> Page<T> of(
      List<R> rows, PageRequest request, Function<R, Cursor> cursor, Function<R, T> view) {
    boolean more = rows.size() > request.limit();
    List<R> shown = more ? rows.subList(0, request.limit()) : rows;
    return new Page<>(
        shown.stream().map(view).toList(),
        new Position(more ? cursor.apply(shown.getLast()).text() : null, request.limit()));
  }

  /**
   * A page that was cut elsewhere.
   *
   * @param next behind what the next page begins; absent on the last one
   */
  public static <T> Page<T> upTo(List<T> data, PageRequest request, @Nullable Cursor next) {
    return new Page<>(data, new Position(next == null ? null : next.text(), request.limit()));
  }

  /** The answer with the link to the next page. */
  public ResponseEntity<Page<T>> answer() {
    return answer(this);
  }

  /** The same with a body that says more than the page. */
  public <B> ResponseEntity<B> answer(B body) {
    RequestContextHolder.currentRequestAttributes()
        .setAttribute(ATTRIBUTE, Boolean.TRUE, RequestAttributes.SCOPE_REQUEST);
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    String next = page.nextCursor();
    if (next != null) {
      String address =
          ServletUriComponentsBuilder.fromCurrentRequest()
              .scheme(null)
              .host(null)
              .port(null)
              .replaceQueryParam("cursor", next)
              .build()
              .toUriString();
      answer.header(HttpHeaders.LINK, "<" + address + ">; rel=\"next\"");
    }
    return answer.body(body);
  }
}
