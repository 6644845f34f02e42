package io.filstore.gateway.edge;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The health of the actuator under the short paths of the API; open to everyone, so it says one
 * word only.
 */
@RestController
final class HealthRoutes {
  private final HealthEndpoint health;

  HealthRoutes(HealthEndpoint health) {
    this.health = health;
  }

  @GetMapping("/health")
  ResponseEntity<Map<String, String>> all() {
    return answer(health.health());
  }

  /** The process runs. */
  @GetMapping("/health/live")
  ResponseEntity<Map<String, String>> live() {
    return answer(health.healthForPath("liveness"));
  }

  /** Requests can be served: the database answers. */
  @GetMapping("/health/ready")
  ResponseEntity<Map<String, String>> ready() {
    return answer(health.healthForPath("readiness"));
  }

  private static ResponseEntity<Map<String, String>> answer(@Nullable HealthDescriptor found) {
    Status status = found == null ? Status.UNKNOWN : found.getStatus();
    return ResponseEntity.status(status.equals(Status.UP) ? 200 : 503)
        .body(Map.of("status", status.getCode()));
  }
}
