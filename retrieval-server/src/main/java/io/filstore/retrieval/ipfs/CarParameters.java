package io.filstore.retrieval.ipfs;

import io.filstore.retrieval.ipfs.Wanted.Scope;
import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Reads what a request says about the CAR it wants: {@code dag-scope} and {@code entity-bytes} from
 * the URL, the rest from the URL or else from the accepted type (IPIP-0412, IPIP-0523).
 */
final class CarParameters {

  private static final List<String> NAMES = List.of("version", "order", "dups");

  private CarParameters() {}

  /** Refused with 400 what is not known or not offered. */
  static Wanted.Car of(HttpServletRequest request, @Nullable MediaType type) {
    String version = parameter(request, type, "version").orElse("1");
    String order = parameter(request, type, "order").orElse("dfs");
    String dups = parameter(request, type, "dups").orElse("n");
    require(version.equals("1"), "Only CAR version 1 is offered.");
    require(Set.of("dfs", "unk").contains(order), "The CAR order must be dfs or unk.");
    require(Set.of("y", "n").contains(dups), "The CAR parameter dups must be y or n.");
    Scope scope = scope(request.getParameter("dag-scope"));
    String bytes = request.getParameter("entity-bytes");
    return bytes == null
        ? new Wanted.Car(scope, null, dups.equals("y"))
        : new Wanted.Car(Scope.ENTITY, EntityBytes.parse(bytes), dups.equals("y"));
  }

  /** Parameters that only the accepted type gave. */
  static Map<String, String> fromAccept(HttpServletRequest request, MediaType type) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String name : NAMES) {
      String value = parameter(type, name);
      if (value != null && request.getParameter("car-" + name) == null) {
        given.put(name, value);
      }
    }
    return given;
  }

  private static Scope scope(@Nullable String value) {
    if (value == null) {
      return Scope.ALL;
    }
    return switch (value) {
      case "block" -> Scope.BLOCK;
      case "entity" -> Scope.ENTITY;
      case "all" -> Scope.ALL;
      default ->
          throw Problem.invalidRequest("dag-scope must be block, entity or all.").exception();
    };
  }

  private static Optional<String> parameter(
      HttpServletRequest request, @Nullable MediaType type, String name) {
    String inUrl = request.getParameter("car-" + name);
    return Optional.ofNullable(inUrl != null || type == null ? inUrl : parameter(type, name));
  }

  /** Without the quotation marks that any value may stand in (RFC 9110, 5.6.6). */
  private static @Nullable String parameter(MediaType type, String name) {
    String value = type.getParameter(name);
    return value != null && value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.invalidRequest(otherwise).exception();
    }
  }
}
