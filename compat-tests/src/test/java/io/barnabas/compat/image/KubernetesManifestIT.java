package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The image as {@code docker/kubernetes.yaml} runs it, without a cluster: its environment, user,
 * volumes and rights, on a root file system that cannot be written to.
 */
final class KubernetesManifestIT {
  @BeforeEach
  void needsAnEngineAndAnImage() {
    Engine.assume();
  }

  @Test
  void shouldServeWithNoMoreRightsThanTheManifestLeavesIt() throws Exception {
    KubernetesManifest manifest = KubernetesManifest.read();
    int kafka = manifest.port("kafka");
    try (GenericContainer<?> broker =
        manifest.apply(Engine.container()).waitingFor(Wait.forHealthcheck())) {
      broker.start();

      HttpClient http = HttpClient.newHttpClient();
      for (Map.Entry<Integer, String> probe : manifest.probes().toList()) {
        URI uri =
            URI.create(
                "http://localhost:" + broker.getMappedPort(probe.getKey()) + probe.getValue());
        HttpResponse<String> answer =
            http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), () -> uri + ": " + answer.body());
      }
      // Others are told the name that stays, and who comes by kubectl port-forward what they used.
      String own = broker.getContainerInfo().getNetworkSettings().getIpAddress();
      Engine.assertTold(broker, own, kafka, KubernetesManifest.host() + ".kafka.castle.svc");
      Engine.assertTold(broker, "127.0.0.1", kafka, "127.0.0.1");
      assertEquals(
          "read-only",
          broker
              .execInContainer("bash", "-c", "touch /opt/kafka/config/x || echo read-only")
              .getStdout()
              .trim());
    }
  }
}
