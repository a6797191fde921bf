package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;

/** Javadoc of generated records, out of the specification's own descriptions. */
final class Docs {

  private Docs() {}

  static CodeBlock of(StructContext context) {
    CodeBlock.Builder doc = CodeBlock.builder();
    if (context.isRoot()) {
      doc.add("$L.\n", headline(context.message()));
    } else {
      doc.add(
          "$L\n",
          context.struct().about().isEmpty()
              ? "Part of {@link " + context.message().name() + "}."
              : escape(context.struct().about()));
    }
    doc.add("\n");
    for (FieldSpec field : context.struct().fields()) {
      doc.add("@param $L $L\n", field.name(), describe(field, context));
    }
    return doc.build();
  }

  private static String headline(MessageSpec message) {
    String flexible =
        message.flexibleVersions().intersect(message.versions()).isEmpty()
            ? ""
            : ", flexible from " + message.flexibleVersions().lowest();
    String key = message.apiKey() < 0 ? "" : " (" + message.apiKey() + ")";
    return "Kafka's " + message.name() + key + ", versions " + text(message.versions()) + flexible;
  }

  private static String describe(FieldSpec field, StructContext context) {
    String about = escape(field.about());
    String versions =
        VersionTest.isAlways(field.versions(), context.versions())
            ? ""
            : " Versions " + text(field.versions()) + ".";
    return about + versions;
  }

  private static String text(Versions versions) {
    if (versions.highest() == Short.MAX_VALUE) {
      return versions.lowest() + "+";
    }
    return versions.lowest() == versions.highest()
        ? String.valueOf(versions.lowest())
        : versions.lowest() + "-" + versions.highest();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;");
  }
}
