package io.barnabas.codec.generator;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** How the specifications' names look in Java. */
final class JavaNames {

  /** Names a record component may not have, and those the generated methods use themselves. */
  private static final Set<String> TAKEN =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait",
          "reader",
          "writer",
          "messageVersion",
          "compact",
          "each",
          "fieldsLeft",
          "fieldTag",
          "fieldSize",
          "fieldStart",
          "fieldCount",
          "builder",
          "build",
          "write",
          "release",
          "toBuilder");

  private JavaNames() {}

  static String ofField(String specName) {
    String name = Character.toLowerCase(specName.charAt(0)) + specName.substring(1);
    if (!SourceVersion.isName(name) || TAKEN.contains(name)) {
      throw new SpecException("The field " + specName + " has no good name in Java");
    }
    return name;
  }

  /** {@code OffsetForLeaderEpoch} becomes {@code OFFSET_FOR_LEADER_EPOCH}. */
  static String ofConstant(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }
}
