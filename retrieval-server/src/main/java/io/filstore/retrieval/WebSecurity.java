package io.filstore.retrieval;

import io.filstore.db.account.InternalProperties;
import io.filstore.db.account.ServiceToken;
import io.filstore.retrieval.problem.Problem;
import io.filstore.retrieval.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Which routes exist. Who may read a piece or a CID depends on whose it is, so those two routes
 * decide for themselves; what is told about public content is told to anyone; metrics and what
 * operators ask ({@code /internal}) need the service token; behind every other one but health there
 * is nothing.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalProperties.class)
class WebSecurity {
  private static final String METRICS = "/actuator/prometheus";
  private static final String INTERNAL = "/internal/";

  /**
   * What is served is other people's: a page of it is shown, but runs no script, sends nothing
   * anywhere and is of no origin, so that it cannot speak to an API in its reader's name.
   */
  private static final String SANDBOX =
      "sandbox; default-src 'self' data: 'unsafe-inline'; script-src 'none'; object-src 'none'; "
          + "connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  /** A few thousand answers a second: what this chain does not need, it does not have. */
  @Bean
  @Order(0)
  SecurityFilterChain contentSecurity(HttpSecurity http) {
    return common(http)
        .securityMatcher("/piece/**", "/ipfs/**", "/routing/v1/**", "/ipni/v1/ad/**")
        .sessionManagement(AbstractHttpConfigurer::disable)
        .securityContext(AbstractHttpConfigurer::disable)
        .servletApi(AbstractHttpConfigurer::disable)
        .anonymous(AbstractHttpConfigurer::disable)
        .exceptionHandling(AbstractHttpConfigurer::disable)
        .build();
  }

  @Bean
  @Order(1)
  SecurityFilterChain otherSecurity(
      HttpSecurity http, InternalProperties internal, ProblemWriter problems) {
    ServiceToken token = internal.serviceToken();
    return common(http)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(routes ->
            routes
                .dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers("/actuator/health/**")
                .permitAll()
                .requestMatchers(METRICS, INTERNAL + "**")
                .access((_, asked) ->
                    new AuthorizationDecision(
                        token.admits(asked.getRequest().getHeader(HttpHeaders.AUTHORIZATION))))
                .anyRequest()
                .denyAll())
        .exceptionHandling(refused ->
            refused
                .authenticationEntryPoint((request, response, e) ->
                    problems.write(refusal(request.getRequestURI()), request, response))
                .accessDeniedHandler((request, response, e) ->
                    problems.write(Problem.nothingHere(), request, response)))
        .build();
  }

  private static HttpSecurity common(HttpSecurity http) {
    CrossOrigin crossOrigin = new CrossOrigin();
    return http.csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .headers(headers ->
            headers
                .cacheControl(cache -> cache.disable())
                .contentSecurityPolicy(policy -> policy.policyDirectives(SANDBOX))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .addHeaderWriter(crossOrigin))
        .addFilterAfter(crossOrigin, HeaderWriterFilter.class);
  }

  /** Requests are measured as a whole, not filter by filter. */
  @Bean
  SecurityObservationSettings filtersAreNotMeasured() {
    return SecurityObservationSettings.noObservations();
  }

  private static Problem refusal(String path) {
    return path.equals(METRICS) || path.startsWith(INTERNAL)
        ? Problem.unauthenticated("Send the service token as Authorization: Bearer.")
        : Problem.nothingHere();
  }

  /**
   * Names inside an upload may hold '%', ';' and backslashes; dot segments and encoded slashes stay
   * refused.
   */
  @Bean
  HttpFirewall namesOfFiles() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowSemicolon(true);
    firewall.setAllowBackSlash(true);
    firewall.setAllowUrlEncodedPeriod(true);
    return firewall;
  }
}
