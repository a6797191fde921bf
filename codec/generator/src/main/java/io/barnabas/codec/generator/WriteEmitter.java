package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Emits a structure's {@code write}: what the version lacks is refused or dropped as the
 * specification says.
 */
final class WriteEmitter {

  private final StructContext context;

  WriteEmitter(StructContext context) {
    this.context = context;
  }

  MethodSpec write() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("write")
            .addParameter(CodecNames.WRITER, "writer")
            .addParameter(TypeName.SHORT, "messageVersion");
    if (context.isRoot()) {
      method
          .addAnnotation(Override.class)
          .addModifiers(Modifier.PUBLIC)
          .addCode(RecordEmitter.versionCheck(context));
    } else {
      method.addModifiers(Modifier.PRIVATE);
    }
    method.addCode(context.compactLocal());
    context.struct().plainFields().forEach(field -> method.addCode(plain(field)));
    method.addCode(tagged());
    return method.build();
  }

  private CodeBlock plain(FieldSpec field) {
    if (VersionTest.isAlways(field.versions(), context.versions())) {
      return value(field);
    }
    if (VersionTest.isNever(field.versions(), context.versions())) {
      return refusal(field, "if ($L)", context.defaults().isOther(field));
    }
    CodeBlock.Builder block =
        CodeBlock.builder()
            .beginControlFlow("if ($L)", VersionTest.of(field.versions(), context.versions()))
            .add(value(field));
    if (!field.ignorable()) {
      block
          .nextControlFlow("else if ($L)", context.defaults().isOther(field))
          .addStatement(refuse(field));
    }
    return block.endControlFlow().build();
  }

  private CodeBlock refusal(FieldSpec field, String condition, CodeBlock argument) {
    return field.ignorable()
        ? CodeBlock.of("")
        : CodeBlock.builder()
            .beginControlFlow(condition, argument)
            .addStatement(refuse(field))
            .endControlFlow()
            .build();
  }

  private CodeBlock refuse(FieldSpec field) {
    return CodeBlock.of(
        "throw $T.ofField($S, messageVersion)",
        CodecNames.UNSUPPORTED,
        context.struct().name() + "." + field.name());
  }

  private CodeBlock value(FieldSpec field) {
    Versions carrying = field.versions().intersect(context.versions());
    CodeBlock.Builder block = CodeBlock.builder();
    if (field.isNullable() && !VersionTest.isAlways(field.nullableVersions(), carrying)) {
      CodeBlock nullable = VersionTest.of(field.nullableVersions(), carrying);
      block.add(
          CodeBlock.builder()
              .beginControlFlow("if ($N == null && !($L))", field.name(), nullable)
              .addStatement(refuse(field))
              .endControlFlow()
              .build());
    }
    return block.add(valueUnchecked(field)).build();
  }

  private CodeBlock valueUnchecked(FieldSpec field) {
    String name = field.name();
    FieldType type = field.type();
    if (type.isPrimitive() || type.isScalar(Scalar.UUID)) {
      return statement("writer.write$L($N)", context.methodSuffix(type), name);
    }
    if (type.isArray()) {
      return field.isNullable() ? nullableArray(field) : array(field);
    }
    if (type.isStruct()) {
      return struct(field);
    }
    return statement(
        "writer.write$L$L($N, $L)",
        field.isNullable() ? "Nullable" : "",
        context.methodSuffix(type),
        name,
        context.compact(field));
  }

  private CodeBlock nullableArray(FieldSpec field) {
    return CodeBlock.builder()
        .beginControlFlow("if ($N == null)", field.name())
        .addStatement("writer.writeNull($L)", context.compact(field))
        .nextControlFlow("else")
        .add(array(field))
        .endControlFlow()
        .build();
  }

  private CodeBlock array(FieldSpec field) {
    String struct = field.type().structName();
    if (struct.isEmpty()) {
      return statement(
          "writer.write$L($N, $L)",
          context.methodSuffix(field.type()),
          field.name(),
          context.compact(field));
    }
    return CodeBlock.builder()
        .addStatement("writer.writeArrayCount($N.size(), $L)", field.name(), context.compact(field))
        .beginControlFlow("for ($T each : $N)", context.types().nested(struct), field.name())
        .addStatement("each.write(writer, messageVersion)")
        .endControlFlow()
        .build();
  }

  private CodeBlock struct(FieldSpec field) {
    if (!field.isNullable()) {
      return statement("$N.write(writer, messageVersion)", field.name());
    }
    return CodeBlock.builder()
        .addStatement(
            "writer.write$LStructPresence($N != null)",
            field.isTagged() ? "Tagged" : "",
            field.name())
        .beginControlFlow("if ($N != null)", field.name())
        .addStatement("$N.write(writer, messageVersion)", field.name())
        .endControlFlow()
        .build();
  }

  private CodeBlock tagged() {
    CodeBlock.Builder block = CodeBlock.builder();
    List<FieldSpec> fields = context.struct().taggedFields();
    for (FieldSpec field : fields) {
      if (!VersionTest.isAlways(field.versions(), context.versions())) {
        block.add(
            refusal(
                field,
                "if ($L)",
                CodeBlock.of(
                    "!($L) && ($L)",
                    VersionTest.of(field.versions(), context.versions()),
                    context.defaults().isOther(field))));
      }
    }
    if (!context.flexibleVersions().isEmpty()) {
      block.add(context.onlyIfFlexible(taggedSection(fields)));
    }
    return block.build();
  }

  private CodeBlock taggedSection(List<FieldSpec> fields) {
    if (fields.isEmpty()) {
      return statement("writer.writeUnsignedVarint(0)");
    }
    CodeBlock.Builder block = CodeBlock.builder().addStatement("int fieldCount = 0");
    for (FieldSpec field : fields) {
      block
          .beginControlFlow("if ($L)", isSent(field))
          .addStatement("fieldCount++")
          .endControlFlow();
    }
    block.addStatement("writer.writeUnsignedVarint(fieldCount)");
    for (FieldSpec field : fields) {
      block
          .beginControlFlow("if ($L)", isSent(field))
          .addStatement("int fieldStart = writer.beginTaggedField($L)", field.tag())
          .add(value(field))
          .addStatement("writer.endTaggedField(fieldStart)")
          .endControlFlow();
    }
    return block.build();
  }

  private CodeBlock isSent(FieldSpec field) {
    CodeBlock other = context.defaults().isOther(field);
    Versions flexible = context.flexibleVersions();
    return VersionTest.isAlways(field.versions(), flexible)
        ? other
        : CodeBlock.of("$L && ($L)", VersionTest.of(field.versions(), flexible), other);
  }

  private static CodeBlock statement(String format, Object... arguments) {
    return CodeBlock.builder().addStatement(format, arguments).build();
  }
}
