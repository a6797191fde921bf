# Barnabas in an image that takes the place of apache/kafka: docker build -t barnabas .
# With Apache Kafka's command-line tools at their usual paths: docker build -t barnabas:tools --target tools .
# For both kinds of machines: docker buildx build --platform linux/amd64,linux/arm64 .
# Both bases can be replaced, for instance by local ones: --build-arg BUILD_IMAGE=... --build-arg RUN_IMAGE=...
# The first needs a JDK with jlink and Maven, the second bash and glibc.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUN_IMAGE=debian:trixie-slim

FROM ${BUILD_IMAGE} AS build
# A Java of its own, with what the broker and the tools use.
RUN "$(dirname "$(readlink -f "$(command -v java)")")/jlink" --output /opt/java --strip-java-debug-attributes --no-header-files --no-man-pages \
    --generate-cds-archive --compress zip-6 --add-modules java.base,java.compiler,java.instrument,java.logging,java.management,\
java.management.rmi,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.attach,\
jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,\
jdk.security.jgss,jdk.unsupported,jdk.zipfs \
 && rm -f /opt/java/lib/server/classes_nocoops*.jsa
WORKDIR /src
COPY . .
RUN mvn -B -q --no-transfer-progress -Dquick -Dmaven.test.skip=true -pl server -am package \
 && rm -f server/target/dist/native/*-musl.so

FROM build AS libs
RUN mvn -B -q --no-transfer-progress -f docker/tools/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory=/opt/kafka/libs

FROM ${RUN_IMAGE} AS broker
COPY --from=build /opt/java/ /opt/java/
COPY --from=build /src/server/target/dist/ /opt/barnabas/
COPY --from=build /src/bin/ /opt/barnabas/bin/
COPY --from=build /src/docker/ /opt/barnabas/docker/
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/opt/barnabas/bin:$PATH
# Paths, user and scripts of apache/kafka, confluentinc/cp-kafka and bitnami/kafka. The archive of loaded classes belongs to
# exactly this Java and these files: it is made here.
RUN /opt/barnabas/docker/install
USER appuser
WORKDIR /home/appuser
# Kafka's protocol; metrics and health.
EXPOSE 9092 9464
VOLUME ["/etc/kafka/secrets", "/var/lib/kafka/data", "/mnt/shared/config"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s CMD ["/opt/barnabas/docker/bin/healthcheck"]
CMD ["/etc/kafka/docker/run"]

FROM broker AS tools
COPY --from=libs /opt/kafka/libs/ /opt/kafka/libs/

# The default: small, without tools.
FROM broker
