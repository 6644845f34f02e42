package io.filstore.retrieval.ipfs;

import io.filstore.retrieval.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** In which form the content is wanted. The URL beats {@code Accept} (IPIP-0523). */
sealed interface Wanted {

  /** Media type of a bare block. */
  String RAW_TYPE = "application/vnd.ipld.raw";

  String CAR_TYPE = "application/vnd.ipld.car";

  /** One block. */
  record Raw() implements Wanted {}

  /** A CARv1 stream, depth first. */
  record Car(Scope scope, boolean duplicates) implements Wanted {
    String contentType() {
      return CAR_TYPE + "; version=1; order=dfs; dups=" + (duplicates ? "y" : "n");
    }
  }

  /** The bytes of a file, or a listing of a folder. */
  record Plain() implements Wanted {}

  /** How much below the end of the path a CAR holds. */
  enum Scope {
    BLOCK,
    ENTITY,
    ALL
  }

  /** Formats of the specification that need a conversion nobody asked of us yet. */
  Set<String> NOT_OFFERED = Set.of("dag-json", "dag-cbor", "json", "cbor", "tar", "ipns-record");

  static Wanted of(HttpServletRequest request) {
    String format = request.getParameter("format");
    Optional<MediaType> accepted = accepted(request.getHeader(HttpHeaders.ACCEPT));
    if (format == null) {
      return accepted
          .<Wanted>map(type -> isRaw(type) ? new Raw() : car(request, type))
          .orElseGet(Plain::new);
    }
    return switch (format) {
      case "raw" -> new Raw();
      case "car" -> car(request, accepted.filter(type -> !isRaw(type)).orElse(null));
      default -> throw refusedFormat(format).exception();
    };
  }

  private static Problem refusedFormat(String format) {
    return NOT_OFFERED.contains(format)
        ? Problem.notAcceptable("format=" + format + " is not offered; raw and car are.")
        : Problem.invalidRequest("The parameter format must be raw or car.");
  }

  private static boolean isRaw(MediaType type) {
    return type.getSubtype().equals("vnd.ipld.raw");
  }

  /**
   * The best raw or CAR type that is accepted; empty when the caller takes plain bytes at least as
   * gladly.
   */
  private static Optional<MediaType> accepted(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    List<MediaType> types;
    try {
      types = MediaType.parseMediaTypes(header);
    } catch (InvalidMediaTypeException malformed) {
      throw Problem.invalidRequest("The header Accept cannot be read.").exception();
    }
    types =
        types.stream()
            .filter(type -> type.getQualityValue() > 0)
            .collect(java.util.stream.Collectors.toList());
    MimeTypeUtils.sortBySpecificity(types);
    types.sort(java.util.Comparator.comparingDouble(MediaType::getQualityValue).reversed());
    if (types.isEmpty() || !isIpld(types.getFirst())) {
      return Optional.empty();
    }
    String subtype = types.getFirst().getSubtype();
    if (!subtype.equals("vnd.ipld.raw") && !subtype.equals("vnd.ipld.car")) {
      throw Problem.notAcceptable(
              "Only " + RAW_TYPE + " and " + CAR_TYPE + " are offered beside plain bytes.")
          .exception();
    }
    return Optional.of(types.getFirst());
  }

  private static boolean isIpld(MediaType type) {
    return type.getType().equals("application")
        && (type.getSubtype().startsWith("vnd.ipld.")
            || type.getSubtype().equals("vnd.ipfs.ipns-record")
            || type.getSubtype().equals("x-tar"));
  }

  private static Car car(HttpServletRequest request, @Nullable MediaType type) {
    String version = parameter(request, type, "version").orElse("1");
    String order = parameter(request, type, "order").orElse("dfs");
    String dups = parameter(request, type, "dups").orElse("n");
    require(version.equals("1"), "Only CAR version 1 is offered.");
    require(Set.of("dfs", "unk").contains(order), "The CAR order must be dfs or unk.");
    require(Set.of("y", "n").contains(dups), "The CAR parameter dups must be y or n.");
    if (request.getParameter("entity-bytes") != null) {
      throw Problem.notImplemented("entity-bytes is not offered; ask for plain bytes with Range.")
          .exception();
    }
    return new Car(scope(request.getParameter("dag-scope")), dups.equals("y"));
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
    return Optional.ofNullable(inUrl != null || type == null ? inUrl : type.getParameter(name));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.invalidRequest(otherwise).exception();
    }
  }
}
