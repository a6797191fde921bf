# Barnabas in an image that takes the place of apache/kafka: docker build -t barnabas .
# With Apache Kafka's command-line tools at their usual paths: docker build -t barnabas:tools --target tools .
# For both kinds of machines: docker buildx build --platform linux/amd64,linux/arm64 .
# It takes BuildKit, which Docker uses by itself since version 23, and before with DOCKER_BUILDKIT=1.
# The bases can be replaced, for instance by local ones, with --build-arg: BUILD_IMAGE needs a JDK and Maven and is used on
# this kind of machine, JAVA_IMAGE needs jlink and RUN_IMAGE bash and glibc, for the kind that the image is for.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG JAVA_IMAGE=${BUILD_IMAGE}
ARG RUN_IMAGE=debian:trixie-slim

FROM ${JAVA_IMAGE} AS java
# A Java of its own, with what the broker and the tools use; bases have theirs in /opt/java.
RUN "$(dirname "$(readlink -f "$(command -v java)")")/jlink" --output /opt/jre --strip-java-debug-attributes --no-header-files --no-man-pages \
    --generate-cds-archive --compress zip-6 --add-modules java.base,java.compiler,java.instrument,java.logging,java.management,\
java.management.rmi,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.attach,\
jdk.crypto.ec,jdk.httpserver,jdk.jcmd,jdk.jfr,jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,\
jdk.security.jgss,jdk.unsupported,jdk.zipfs \
 && rm -f /opt/jre/lib/server/classes_nocoops*.jsa

# Jars are the same everywhere: they are made at this machine's own speed, with the native libraries of the other one.
FROM --platform=${BUILDPLATFORM} ${BUILD_IMAGE} AS build
ARG TARGETARCH
WORKDIR /src
COPY . .
RUN case ${TARGETARCH} in \
      amd64) profiles='linux-amd64,!linux-aarch64' ;; \
      arm64) profiles='linux-aarch64,!linux-amd64' ;; \
      *) echo "there is no image for ${TARGETARCH}" >&2 && exit 1 ;; \
    esac \
 && mvn -B -q --no-transfer-progress -Dquick -Dmaven.test.skip=true "-P${profiles}" -pl server -am package \
 && docker/trim ${TARGETARCH} server/target/dist

FROM build AS libs
RUN mvn -B -q --no-transfer-progress -f docker/tools/pom.xml dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory=/opt/kafka/libs

FROM ${RUN_IMAGE} AS broker
COPY --from=java /opt/jre/ /opt/java/
COPY --from=build /src/server/target/dist/ /opt/barnabas/
COPY --from=build /src/bin/ /opt/barnabas/bin/
COPY --from=build /src/docker/ /opt/barnabas/docker/
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/opt/barnabas/bin:$PATH:/opt/kafka/bin
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
