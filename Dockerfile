# One file for the image of every service; docker-compose.yml names the module. It needs nothing but
# Docker: the first stage builds all of them once, and every image takes its own part of it.
FROM eclipse-temurin:25-jdk AS build
# Slim images lack the folder of manual pages, which the package of Java under Maven trips over.
RUN mkdir -p /usr/share/man/man1 && apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN mvn -B -ntp -q -Dmaven.test.skip=true package \
      -pl db,gateway-service,data-prep-worker,deals-scheduler,deals-watcher,retrieval-server,devnet -am \
 && for module in db gateway-service data-prep-worker deals-scheduler deals-watcher retrieval-server devnet; do \
      java -Djarmode=tools -jar "$module"/target/"$module"-*-exec.jar extract --destination "/layout/$module" \
      && mv "/layout/$module/$module"-*-exec.jar "/layout/$module/app.jar" || exit 1; \
    done

FROM eclipse-temurin:25-jre
ARG MODULE
# Folders that become volumes take their owner from here.
RUN groupadd --gid 10001 filstore \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin filstore \
 && mkdir -p /data/staging /data/cars /data/block-index /data/block-cache /data/devnet /data/keys \
 && chown -R 10001:10001 /data \
 && printf '%s\n' '#!/usr/bin/env bash' \
      '# healthy PORT: neither curl nor wget is in the base image, bash can do it' \
      'exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1' \
      'printf "GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3' \
      'grep -q "\"status\":\"UP\"" <&3' >/usr/local/bin/healthy \
 && chmod 0755 /usr/local/bin/healthy
COPY --from=build /layout/${MODULE} /app
WORKDIR /data
# C2 stays on: packing and the devnet's providers hash every byte, by vectors where Java has them.
RUN case $MODULE in data-prep-worker | devnet) java --list-modules | grep -o '^jdk.incubator.vector' | sed 's/^/--add-modules /' ;; esac \
      >/app/options || true
USER 10001:10001
ENTRYPOINT ["java", "@/app/options", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "/app/app.jar"]
