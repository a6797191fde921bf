package io.barnabas.compat.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.github.dockerjava.api.model.Capability;
import io.barnabas.compat.harness.ClassPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.testcontainers.containers.GenericContainer;

/** What {@code docker/kubernetes.yaml} asks of a cluster for the broker's container. */
final class KubernetesManifest {
  private final JsonNode pod;
  private final JsonNode container;

  private KubernetesManifest(JsonNode pod) {
    this.pod = pod;
    this.container = pod.at("/containers/0");
  }

  static KubernetesManifest read() throws IOException {
    Path file = ClassPaths.root().resolve("docker/kubernetes.yaml");
    YAMLMapper mapper = new YAMLMapper();
    try (var documents = mapper.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document.path("kind").asText().equals("StatefulSet")) {
          return new KubernetesManifest(document.at("/spec/template/spec"));
        }
      }
    }
    throw new IOException("no StatefulSet in " + file);
  }

  /** The name of a pod is that of its host. */
  static String host() {
    return "kafka-0";
  }

  private Map<String, String> environment() {
    Map<String, String> fields = Map.of("metadata.name", host(), "metadata.namespace", "castle");
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode each : container.path("env")) {
      String value = each.path("value").asText();
      for (Map.Entry<String, String> known : environment.entrySet()) {
        value = value.replace("$(" + known.getKey() + ")", known.getValue());
      }
      JsonNode field = each.at("/valueFrom/fieldRef/fieldPath");
      environment.put(
          each.path("name").asText(), field.isMissingNode() ? value : fields.get(field.asText()));
    }
    return environment;
  }

  /** The number of a port of the container. */
  int port(String name) {
    return stream(container.path("ports"))
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("containerPort")
        .asInt();
  }

  /** Where probes ask: path by port. */
  Stream<Map.Entry<Integer, String>> probes() {
    return Stream.of("startupProbe", "readinessProbe", "livenessProbe")
        .map(probe -> container.path(probe).path("httpGet"))
        .map(get -> Map.entry(port(get.path("port").asText()), get.path("path").asText()));
  }

  /** With the rights, limits and volumes that the manifest leaves it, and no others. */
  GenericContainer<?> apply(GenericContainer<?> broker) {
    JsonNode rights = pod.path("securityContext");
    JsonNode own = container.path("securityContext");
    String group = rights.path("fsGroup").asText();
    Map<String, String> volumes = new LinkedHashMap<>();
    for (JsonNode mount : container.path("volumeMounts")) {
      // Volumes belong to root, and by fsGroup to that group.
      boolean claimed = mount.path("name").asText().equals("data");
      volumes.put(
          mount.path("mountPath").asText(),
          "exec," + (claimed ? "uid=0,gid=" + group + ",mode=2775" : "mode=1777"));
    }
    String memory = container.at("/resources/limits/memory").asText();
    broker
        .withEnv(environment())
        .withExposedPorts(
            stream(container.path("ports"))
                .map(port -> port.path("containerPort").asInt())
                .toArray(Integer[]::new))
        .withTmpFs(volumes)
        .withCreateContainerCmdModifier(
            command -> {
              command
                  .withHostName(host())
                  .withUser(
                      rights.path("runAsUser").asText() + ":" + rights.path("runAsGroup").asText());
              command
                  .getHostConfig()
                  .withReadonlyRootfs(own.path("readOnlyRootFilesystem").asBoolean())
                  .withSecurityOpts(
                      List.of(
                          "no-new-privileges:"
                              + !own.path("allowPrivilegeEscalation").asBoolean(true)))
                  .withGroupAdd(List.of(group))
                  .withMemory(Long.parseLong(memory.replace("Gi", "")) << 30);
            });
    for (JsonNode dropped : own.at("/capabilities/drop")) {
      broker.withCreateContainerCmdModifier(
          command -> command.getHostConfig().withCapDrop(Capability.valueOf(dropped.asText())));
    }
    return broker;
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
