package io.barnabas.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who this node is.
 *
 * @param nodeId its number, 0 or more
 * @param rack where it stands, if told
 */
public record NodeConfig(int nodeId, @Nullable String rack) {

  /**
   * Reads the settings.
   *
   * @throws ConfigException when they describe anything but a single node that is both broker and
   *     controller
   */
  public static NodeConfig from(Settings settings) {
    List<String> roles = settings.list("process.roles");
    if (!roles.contains("broker") || !roles.contains("controller")) {
      throw settings.refuse(
          "process.roles", "broker,controller: this version runs as a single node that is both");
    }
    int nodeId = nodeId(settings);
    checkQuorum(settings, nodeId);
    refuseIfSet(
        settings, "config.providers", "nothing: this version has no configuration providers");
    return new NodeConfig(nodeId, settings.text("broker.rack"));
  }

  private static int nodeId(Settings settings) {
    int nodeId = settings.intValue("node.id");
    String brokerId = settings.givenText("broker.id");
    if (brokerId == null || brokerId.equals("-1")) {
      return nodeId;
    }
    if (settings.isGiven("node.id") && nodeId != settings.intValue("broker.id")) {
      throw settings.refuse("broker.id", "the same as node.id, " + nodeId);
    }
    return settings.intValue("broker.id");
  }

  private static void checkQuorum(Settings settings, int nodeId) {
    List<String> voters = settings.list("controller.quorum.voters");
    if (!voters.isEmpty() && (voters.size() > 1 || !voters.get(0).startsWith(nodeId + "@"))) {
      throw settings.refuse(
          "controller.quorum.voters",
          nodeId + "@host:port or nothing: this version runs as a single node");
    }
    if (settings.list("controller.quorum.bootstrap.servers").size() > 1) {
      throw settings.refuse(
          "controller.quorum.bootstrap.servers",
          "host:port of this node or nothing: this version runs as a single node");
    }
  }

  private static void refuseIfSet(Settings settings, String key, String expected) {
    String text = settings.text(key);
    if (text != null && !text.isEmpty()) {
      throw settings.refuse(key, expected);
    }
  }
}
