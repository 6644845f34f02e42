package io.filstore.retrieval.ipfs;

import io.filstore.retrieval.ipfs.Wanted.Format;
import io.filstore.retrieval.problem.Problem;
import io.filstore.retrieval.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;

/**
 * Which form a request gets. The URL beats {@code Accept} (IPIP-0523); of what is accepted the best
 * that is offered counts.
 *
 * @param contentLocation the URL that names the form by itself; null when the request's own does
 */
record Negotiation(Wanted wanted, @Nullable String contentLocation) {

  /**
   * @param deserialized whether anything but blocks and CARs is offered
   */
  static Negotiation of(HttpServletRequest request, boolean deserialized) {
    return new Reading(request, deserialized).result();
  }

  /** What one accepted type comes to, with the name that {@code format=} has for it. */
  private record Offer(Wanted wanted, @Nullable String format, @Nullable MediaType type) {}

  private static final class Reading {
    private final HttpServletRequest request;
    private final boolean deserialized;
    private final List<MediaType> accepted;

    Reading(HttpServletRequest request, boolean deserialized) {
      this.request = request;
      this.deserialized = deserialized;
      this.accepted = accepted(request.getHeader(HttpHeaders.ACCEPT));
    }

    Negotiation result() {
      String format = request.getParameter("format");
      return format == null ? byAccept() : byUrl(format);
    }

    private Negotiation byUrl(String format) {
      MediaType car =
          accepted.stream()
              .filter(type -> essence(type).equals(Wanted.CAR_TYPE))
              .findFirst()
              .orElse(null);
      Wanted wanted =
          switch (format) {
            case "raw" -> new Wanted.Raw();
            case "car" -> CarParameters.of(request, car);
            case "tar" -> deserialized(format, new Wanted.Tar());
            case "ipns-record" -> throw noIpns();
            default ->
                deserialized(
                    format,
                    new Wanted.Coded(
                        Format.named(format).orElseThrow(Reading::unknownFormat), false, false));
          };
      boolean otherAccepted =
          !accepted.isEmpty()
              && nameOf(accepted.getFirst()).filter(name -> !name.equals(format)).isPresent();
      return new Negotiation(wanted, otherAccepted ? location("") : null);
    }

    private Wanted deserialized(String format, Wanted wanted) {
      if (!deserialized) {
        throw Problem.notAcceptable("format=" + format + " is not offered here; raw and car are.")
            .exception();
      }
      return wanted;
    }

    private static RuntimeException unknownFormat() {
      return Problem.invalidRequest(
              "The parameter format must be raw, car, tar, json, cbor, dag-json or dag-cbor.")
          .exception();
    }

    private static RuntimeException noIpns() {
      return Problem.invalidRequest("IPNS records are for /ipns, which is not offered.")
          .exception();
    }

    private Negotiation byAccept() {
      if (accepted.isEmpty()) {
        return withoutAccept();
      }
      RuntimeException objection = null;
      for (int i = 0; i < accepted.size(); i++) {
        try {
          Offer offer = offer(accepted.get(i), i);
          return new Negotiation(offer.wanted(), location(offer));
        } catch (ProblemException refused) {
          objection = objection == null ? refused : objection;
        }
      }
      throw objection == null ? notOffered() : objection;
    }

    private Negotiation withoutAccept() {
      if (!deserialized && !isProbe()) {
        throw Problem.invalidRequest(
                "Say format=raw or format=car; plain content is not offered here.")
            .exception();
      }
      return new Negotiation(deserialized ? new Wanted.Plain(false) : new Wanted.Raw(), null);
    }

    /** {@code HEAD /ipfs/bafkqaaa} asks whether this is a gateway at all. */
    private boolean isProbe() {
      return request.getMethod().equals("HEAD") && request.getRequestURI().endsWith("/bafkqaaa");
    }

    private Offer offer(MediaType type, int rank) {
      String essence = essence(type);
      Optional<Format> format = Format.ofMediaType(essence);
      if (essence.equals(Wanted.RAW_TYPE)) {
        return new Offer(new Wanted.Raw(), "raw", null);
      }
      if (essence.equals(Wanted.CAR_TYPE)) {
        return new Offer(CarParameters.of(request, type), "car", type);
      }
      if (essence.equals("application/vnd.ipfs.ipns-record")) {
        throw noIpns();
      }
      if (!deserialized) {
        return trustless(type);
      }
      if (essence.equals(Wanted.TAR_TYPE)) {
        return new Offer(new Wanted.Tar(), "tar", null);
      }
      if (format.isPresent()) {
        boolean elsePlain =
            accepted.subList(rank + 1, accepted.size()).stream().anyMatch(Reading::isPlain);
        return new Offer(
            new Wanted.Coded(format.get(), elsePlain, format.get() == Format.JSON),
            format.get().text(),
            null);
      }
      if (!isPlain(type)) {
        throw notOffered();
      }
      return new Offer(new Wanted.Plain(essence.equals("text/html")), null, null);
    }

    /** A wildcard means a CAR, as go-trustless-utils has it. */
    private Offer trustless(MediaType type) {
      boolean any =
          type.isWildcardType()
              || (type.getType().equals("application") && type.isWildcardSubtype());
      if (!any) {
        throw notOffered();
      }
      return new Offer(CarParameters.of(request, null), "car", null);
    }

    private RuntimeException notOffered() {
      return Problem.notAcceptable(
              deserialized
                  ? "No accepted type is offered; application/vnd.ipld.raw and "
                      + "application/vnd.ipld.car are for every CID."
                  : "Only application/vnd.ipld.raw and application/vnd.ipld.car are offered.")
          .exception();
    }

    private static boolean isPlain(MediaType type) {
      String subtype = type.getSubtype();
      return nameOf(type).isEmpty()
          && !subtype.startsWith("vnd.ipld.")
          && !subtype.startsWith("vnd.ipfs.");
    }

    /** What {@code format=} calls a type. */
    private static Optional<String> nameOf(MediaType type) {
      return switch (essence(type)) {
        case Wanted.RAW_TYPE -> Optional.of("raw");
        case Wanted.CAR_TYPE -> Optional.of("car");
        case Wanted.TAR_TYPE -> Optional.of("tar");
        default -> Format.ofMediaType(essence(type)).map(Format::text);
      };
    }

    private static String essence(MediaType type) {
      return type.getType() + "/" + type.getSubtype();
    }

    private @Nullable String location(Offer offer) {
      if (offer.format() == null) {
        return null;
      }
      StringBuilder added = new StringBuilder("format=" + offer.format());
      MediaType type = offer.type();
      if (type != null) {
        CarParameters.fromAccept(request, type)
            .forEach((name, value) ->
                added
                    .append("&car-")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
      }
      return location(added.toString());
    }

    private String location(String added) {
      String query = request.getQueryString();
      String all =
          query == null || query.isEmpty() ? added : added.isEmpty() ? query : query + "&" + added;
      return request.getRequestURI() + "?" + all;
    }

    private static List<MediaType> accepted(@Nullable String header) {
      if (header == null || header.isBlank()) {
        return List.of();
      }
      try {
        List<MediaType> types = new ArrayList<>(MediaType.parseMediaTypes(header));
        types.removeIf(type -> type.getQualityValue() <= 0);
        // Refuses lists that are too long, too.
        MimeTypeUtils.sortBySpecificity(types);
        types.sort(Comparator.comparingDouble(MediaType::getQualityValue).reversed());
        return List.copyOf(types);
      } catch (InvalidMediaTypeException | InvalidMimeTypeException unreadable) {
        throw Problem.invalidRequest("The header Accept cannot be read.").exception();
      }
    }
  }
}
