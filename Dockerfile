# Barnabas in an image: docker build -t barnabas .
# Both bases can be replaced, for instance by local ones: --build-arg BUILD_IMAGE=... --build-arg RUN_IMAGE=...
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUN_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN mvn -B -q --no-transfer-progress -Dquick -Dmaven.test.skip=true -pl server -am package \
 && rm -f server/target/dist/native/*-musl.so

FROM ${RUN_IMAGE}
RUN mkdir -p /var/lib/barnabas/data /opt/barnabas \
 && { groupadd --system --gid 1000 barnabas 2>/dev/null || groupadd --system barnabas; } \
 && useradd --system --gid barnabas --home-dir /var/lib/barnabas --shell /usr/sbin/nologin barnabas \
 && chown -R barnabas:0 /var/lib/barnabas && chmod -R g=u /var/lib/barnabas
COPY --from=build /src/server/target/dist/ /opt/barnabas/
COPY --from=build /src/bin/ /opt/barnabas/bin/
COPY --from=build /src/config/docker/ /opt/barnabas/config/
# The archive of loaded classes belongs to exactly this JVM and these files: it is made here.
RUN /opt/barnabas/bin/barnabas archive
ENV PATH=/opt/barnabas/bin:$PATH
USER barnabas
WORKDIR /var/lib/barnabas
# Kafka's protocol; metrics and health.
EXPOSE 9092 9464
VOLUME /var/lib/barnabas/data
STOPSIGNAL SIGTERM
# A file mounted at /mnt/shared/config/server.properties takes the place of the one in the image; KAFKA_... variables win
# over both.
ENTRYPOINT ["/opt/barnabas/bin/docker-run"]
