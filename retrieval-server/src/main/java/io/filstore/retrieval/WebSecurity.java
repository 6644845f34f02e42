package io.filstore.retrieval;

import io.filstore.retrieval.problem.Problem;
import io.filstore.retrieval.problem.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Which routes exist. Who may read a piece or a CID depends on whose it is, so those two routes
 * decide for themselves; behind every other one but health and metrics there is nothing.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

  @Bean
  SecurityFilterChain retrievalSecurity(HttpSecurity http, ProblemWriter problems) {
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .headers(headers -> headers.cacheControl(cache -> cache.disable()))
        .authorizeHttpRequests(routes ->
            routes
                .requestMatchers("/piece/**", "/ipfs/**", "/error")
                .permitAll()
                .requestMatchers("/actuator/health", "/actuator/health/**", "/actuator/prometheus")
                .permitAll()
                .anyRequest()
                .denyAll())
        .exceptionHandling(refused ->
            refused
                .authenticationEntryPoint((request, response, e) ->
                    problems.write(Problem.nothingHere(), request, response))
                .accessDeniedHandler((request, response, e) ->
                    problems.write(Problem.nothingHere(), request, response)))
        .build();
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
