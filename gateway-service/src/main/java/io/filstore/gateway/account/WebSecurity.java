package io.filstore.gateway.account;

import io.filstore.gateway.problem.ProblemCode;
import io.filstore.gateway.problem.ProblemException;
import io.filstore.gateway.problem.Problems;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Keys only: no sessions, cookies, forms or cross-origin access. */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  @Bean
  SecurityFilterChain gatewaySecurity(
      HttpSecurity http, Callers callers, EventTickets tickets, Problems problems) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .cors(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(WebSecurity::headers)
        .authorizeHttpRequests(routes -> {
          routes.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
          Routes.PUBLIC.forEach(path -> routes.requestMatchers(HttpMethod.GET, path).permitAll());
          Routes.PUBLIC.forEach(path -> routes.requestMatchers(HttpMethod.HEAD, path).permitAll());
          for (Routes.Route route : Routes.GUARDED) {
            routes.requestMatchers(route.method(), route.pattern()).access(scope(route.scope()));
            if (route.method() == HttpMethod.GET) {
              routes.requestMatchers(HttpMethod.HEAD, route.pattern()).access(scope(route.scope()));
            }
          }
          routes.anyRequest().authenticated();
        })
        .exceptionHandling(failures ->
            failures
                .authenticationEntryPoint((request, response, e) ->
                    ApiKeyFilter.Unauthorized.answer(
                        problems,
                        request,
                        response,
                        "Send an API key as 'Authorization: Bearer fsk_...'."))
                .accessDeniedHandler((request, response, e) ->
                    problems.write(
                        request,
                        response,
                        new ProblemException(
                            ProblemCode.FORBIDDEN, "The API key lacks the scope for this."))))
        .addFilterBefore(new ApiKeyFilter(callers, tickets, problems), AuthorizationFilter.class)
        .build();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(
            policy -> policy.policyDirectives("default-src 'none'; frame-ancestors 'none'"))
        .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
  }

  private static AuthorizationManager<RequestAuthorizationContext> scope(Scope scope) {
    return (authentication, context) -> {
      var present = authentication.get();
      return new AuthorizationDecision(
          present != null
              && present.getPrincipal() instanceof Caller caller
              && caller.allows(scope.text()));
    };
  }
}
