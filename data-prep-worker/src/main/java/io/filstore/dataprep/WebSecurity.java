package io.filstore.dataprep;

import io.filstore.db.account.InternalProperties;
import io.filstore.db.account.ServiceToken;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/** Health is open, metrics ask for the service token, everything else is denied. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InternalProperties.class)
class WebSecurity {

  @Bean
  SecurityFilterChain dataPrepSecurity(HttpSecurity http, InternalProperties internal) {
    ServiceToken token = internal.serviceToken();
    return http.csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .exceptionHandling(
            e -> e.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
        .authorizeHttpRequests(routes ->
            routes
                .requestMatchers("/actuator/health/**")
                .permitAll()
                .requestMatchers("/actuator/prometheus")
                .access((_, asked) ->
                    new AuthorizationDecision(
                        token.admits(asked.getRequest().getHeader(HttpHeaders.AUTHORIZATION))))
                .anyRequest()
                .denyAll())
        .build();
  }
}
