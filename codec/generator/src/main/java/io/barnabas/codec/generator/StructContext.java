package io.barnabas.codec.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;

/** One structure under generation, with what the emitters of its parts have to know. */
record StructContext(MessageSpec message, StructSpec struct, JavaTypes types, Defaults defaults) {

  static StructContext ofRoot(MessageSpec message, String javaPackage) {
    JavaTypes types = new JavaTypes(ClassName.get(javaPackage, message.name()));
    return new StructContext(message, message.root(), types, new Defaults(types));
  }

  StructContext of(StructSpec nested) {
    return new StructContext(message, nested, types, defaults);
  }

  ClassName className() {
    return types.of(struct);
  }

  boolean isRoot() {
    return struct == message.root();
  }

  Versions versions() {
    return struct.versions();
  }

  /** The versions of this structure that are flexible (KIP-482). */
  Versions flexibleVersions() {
    return message.flexibleVersions().intersect(versions());
  }

  /** Declares {@code compact} where the version at hand decides. */
  CodeBlock compactLocal() {
    if (flexibleVersions().isEmpty() || isAlwaysFlexible()) {
      return CodeBlock.of("");
    }
    return CodeBlock.builder()
        .addStatement("boolean compact = $L", VersionTest.of(flexibleVersions(), versions()))
        .build();
  }

  CodeBlock onlyIfFlexible(CodeBlock body) {
    return isAlwaysFlexible()
        ? body
        : CodeBlock.builder().beginControlFlow("if (compact)").add(body).endControlFlow().build();
  }

  /**
   * Whether the field is encoded compactly: {@code true}, {@code false}, or the local of that name.
   */
  CodeBlock compact(FieldSpec field) {
    Versions carrying = field.versions().intersect(versions());
    if (!field.flexible() || VersionTest.isNever(flexibleVersions(), carrying)) {
      return CodeBlock.of("false");
    }
    return VersionTest.isAlways(flexibleVersions(), carrying)
        ? CodeBlock.of("true")
        : CodeBlock.of("compact");
  }

  /**
   * What the reader's and writer's methods for a type without structures are called behind the
   * verb.
   */
  String methodSuffix(FieldType type) {
    return type.isArray()
        ? methodSuffix(((FieldType.OfArray) type).element()) + "List"
        : ((FieldType.OfScalar) type).scalar().methodSuffix();
  }

  private boolean isAlwaysFlexible() {
    return VersionTest.isAlways(flexibleVersions(), versions());
  }
}
