package io.filstore.gateway.account;

import java.util.List;
import org.springframework.http.HttpMethod;

/** Which scope opens which route. What is not listed needs a valid key and leads nowhere. */
final class Routes {
  /** Answers without a key; nothing else does. */
  static final List<String> PUBLIC =
      List.of(
          "/health",
          "/health/live",
          "/health/ready",
          "/actuator/health",
          "/actuator/health/liveness",
          "/actuator/health/readiness");

  static final List<Route> GUARDED =
      List.of(
          new Route(HttpMethod.POST, "/api/v1/uploads", Scope.UPLOADS_WRITE),
          new Route(HttpMethod.GET, "/api/v1/uploads/**", Scope.UPLOADS_READ),
          new Route(HttpMethod.PATCH, "/api/v1/uploads/**", Scope.UPLOADS_WRITE),
          new Route(HttpMethod.POST, "/api/v1/uploads/{id}/shares", Scope.UPLOADS_WRITE),
          new Route(HttpMethod.DELETE, "/api/v1/uploads/{id}/shares/**", Scope.UPLOADS_WRITE),
          new Route(HttpMethod.GET, "/api/v1/pieces/**", Scope.UPLOADS_READ),
          new Route(HttpMethod.GET, "/api/v1/deals/**", Scope.DEALS_READ),
          new Route(HttpMethod.POST, "/api/v1/deals/{id}:delivered", Scope.DEALS_PLAN),
          new Route(HttpMethod.POST, "/api/v1/deals/{id}:renew", Scope.DEALS_PLAN),
          new Route(HttpMethod.POST, "/api/v1/deals:preflight", Scope.DEALS_PLAN),
          new Route(HttpMethod.POST, "/api/v1/schedules:simulate", Scope.DEALS_PLAN),
          new Route(HttpMethod.GET, "/api/v1/expiries", Scope.DEALS_READ),
          new Route(HttpMethod.GET, "/api/v1/policies/**", Scope.DEALS_READ),
          new Route(HttpMethod.POST, "/api/v1/policies/**", Scope.DEALS_PLAN),
          new Route(HttpMethod.PUT, "/api/v1/policies/**", Scope.DEALS_PLAN),
          new Route(HttpMethod.DELETE, "/api/v1/policies/**", Scope.DEALS_PLAN),
          new Route(HttpMethod.GET, "/api/v1/events/**", Scope.DEALS_READ),
          new Route(HttpMethod.POST, "/api/v1/events/tickets", Scope.DEALS_READ),
          new Route(HttpMethod.GET, "/ws/deals", Scope.DEALS_READ),
          new Route(HttpMethod.GET, "/api/v1/providers/**", Scope.PROVIDERS_READ),
          new Route(HttpMethod.POST, "/api/v1/providers/**", Scope.PROVIDERS_MANAGE),
          new Route(HttpMethod.PUT, "/api/v1/providers/**", Scope.PROVIDERS_MANAGE),
          new Route(HttpMethod.GET, "/api/v1/sp/**", Scope.SP_DEALS),
          new Route(HttpMethod.POST, "/api/v1/sp/**", Scope.SP_DEALS),
          new Route(HttpMethod.GET, "/api/v1/wallets/**", Scope.WALLETS_READ),
          new Route(HttpMethod.GET, "/api/v1/datacap", Scope.WALLETS_READ),
          new Route(HttpMethod.GET, "/api/v1/collateral", Scope.WALLETS_READ),
          new Route(HttpMethod.GET, "/api/v1/capabilities", Scope.DEALS_READ),
          new Route(HttpMethod.POST, "/api/v1/wallets:import", Scope.WALLETS_MANAGE),
          new Route(HttpMethod.PUT, "/api/v1/wallets/**", Scope.WALLETS_MANAGE),
          new Route(HttpMethod.POST, "/api/v1/wallets/**", Scope.WALLETS_MANAGE),
          new Route(HttpMethod.GET, "/api/v1/api-keys/**", Scope.ADMIN),
          new Route(HttpMethod.POST, "/api/v1/api-keys", Scope.ADMIN),
          new Route(HttpMethod.DELETE, "/api/v1/api-keys/**", Scope.ADMIN),
          new Route(HttpMethod.GET, "/api/v1/egress", Scope.UPLOADS_READ),
          new Route(HttpMethod.GET, "/api/v1/accounts/{id}/egress", Scope.ADMIN),
          new Route(HttpMethod.PUT, "/api/v1/accounts/{id}/egress-limit", Scope.ADMIN),
          new Route(HttpMethod.DELETE, "/api/v1/accounts/{id}/egress-limit", Scope.ADMIN),
          new Route(HttpMethod.GET, "/api/v1/denylist/**", Scope.ADMIN),
          new Route(HttpMethod.POST, "/api/v1/denylist", Scope.ADMIN),
          new Route(HttpMethod.POST, "/api/v1/denylist:import", Scope.ADMIN),
          new Route(HttpMethod.DELETE, "/api/v1/denylist/**", Scope.ADMIN),
          new Route(HttpMethod.GET, "/api/v1/webhooks/**", Scope.ADMIN),
          new Route(HttpMethod.POST, "/api/v1/webhooks/**", Scope.ADMIN),
          new Route(HttpMethod.DELETE, "/api/v1/webhooks/**", Scope.ADMIN),
          new Route(HttpMethod.GET, "/actuator/**", Scope.ADMIN));

  private Routes() {}

  /** GET includes HEAD. */
  record Route(HttpMethod method, String pattern, Scope scope) {}
}
