package io.barnabas.codec.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Emits a structure's {@code read}: one local per field in wire order, then the canonical
 * constructor.
 */
final class ReadEmitter {

  private final StructContext context;
  private final EncodedSize sizes;

  ReadEmitter(StructContext context) {
    this.context = context;
    this.sizes = new EncodedSize(context.message());
  }

  MethodSpec read() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("read")
            .addModifiers(context.isRoot() ? Modifier.PUBLIC : Modifier.PRIVATE, Modifier.STATIC)
            .returns(context.className())
            .addParameter(CodecNames.READER, "reader")
            .addParameter(TypeName.SHORT, "messageVersion");
    if (context.isRoot()) {
      documentRoot(method);
      method.addCode(RecordEmitter.versionCheck(context));
    }
    method.addCode(context.compactLocal());
    context.struct().fields().forEach(field -> method.addCode(local(field)));
    method.addCode(taggedFields());
    method.addStatement("return new $T($L)", context.className(), arguments());
    return method.build();
  }

  /** Reads the elements of an array of this structure. */
  MethodSpec readItems() {
    ClassName type = context.className();
    return MethodSpec.methodBuilder("readItems")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(ParameterizedTypeName.get(ClassName.get(List.class), type))
        .addParameter(CodecNames.READER, "reader")
        .addParameter(TypeName.SHORT, "messageVersion")
        .addParameter(TypeName.INT, "count")
        .beginControlFlow("if (count == 0)")
        .addStatement("return $T.of()", List.class)
        .endControlFlow()
        .addStatement("$1T[] items = new $1T[count]", type)
        .beginControlFlow("for (int i = 0; i < count; i++)")
        .addStatement("items[i] = read(reader, messageVersion)")
        .endControlFlow()
        .addStatement("return $T.of(items)", List.class)
        .build();
  }

  /** The same where the array may be null, which is a count of -1. */
  MethodSpec readNullableItems() {
    TypeName list = ParameterizedTypeName.get(ClassName.get(List.class), context.className());
    return MethodSpec.methodBuilder("readNullableItems")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(list.annotated(CodecNames.NULLABLE_ANNOTATION))
        .addParameter(CodecNames.READER, "reader")
        .addParameter(TypeName.SHORT, "messageVersion")
        .addParameter(TypeName.INT, "count")
        .addStatement("return count < 0 ? null : readItems(reader, messageVersion, count)")
        .build();
  }

  private void documentRoot(MethodSpec.Builder method) {
    method.addJavadoc(
        "Reads the layout of one version. Tagged fields that the specification does not know are passed over.\n\n"
            + "@throws $T if the version is out of range\n",
        CodecNames.UNSUPPORTED);
    method.addJavadoc(
        "@throws $T if the bytes are no such message\n",
        ClassName.get(CodecNames.CODEC, "MalformedMessageException"));
  }

  private CodeBlock arguments() {
    return context.struct().fields().stream()
        .map(field -> CodeBlock.of("$N", field.name()))
        .collect(CodeBlock.joining(", "));
  }

  private CodeBlock local(FieldSpec field) {
    TypeName type = context.types().of(field);
    CodeBlock byDefault = context.defaults().valueOf(field);
    if (field.isTagged() || VersionTest.isNever(field.versions(), context.versions())) {
      return statement(CodeBlock.of("$T $N = $L", type, field.name(), byDefault));
    }
    if (VersionTest.isAlways(field.versions(), context.versions())) {
      return statement(CodeBlock.of("$T $N = $L", type, field.name(), value(field)));
    }
    CodeBlock present = VersionTest.of(field.versions(), context.versions());
    return statement(
        CodeBlock.of("$T $N = $L ? $L : $L", type, field.name(), present, value(field), byDefault));
  }

  private CodeBlock value(FieldSpec field) {
    Versions carrying = field.versions().intersect(context.versions());
    if (VersionTest.isNever(field.nullableVersions(), carrying)) {
      return value(field, false);
    }
    if (VersionTest.isAlways(field.nullableVersions(), carrying)) {
      return value(field, true);
    }
    CodeBlock nullable = VersionTest.of(field.nullableVersions(), carrying);
    return CodeBlock.of("($L ? $L : $L)", nullable, value(field, true), value(field, false));
  }

  private CodeBlock value(FieldSpec field, boolean nullable) {
    if (field.type().isPrimitive()) {
      return CodeBlock.of("reader.read$L()", context.methodSuffix(field.type()));
    }
    if (field.type().structName().isEmpty()) {
      return field.type().isScalar(Scalar.UUID)
          ? CodeBlock.of("reader.readUuid()")
          : CodeBlock.of(
              "reader.read$L$L($L)",
              nullable ? "Nullable" : "",
              context.methodSuffix(field.type()),
              context.compact(field));
    }
    ClassName struct = context.types().nested(field.type().structName());
    return field.type().isArray()
        ? items(field, struct, nullable)
        : struct(field, struct, nullable);
  }

  private CodeBlock items(FieldSpec field, ClassName struct, boolean nullable) {
    String prefix = nullable ? "Nullable" : "";
    return CodeBlock.of(
        "$T.read$LItems(reader, messageVersion, reader.read$LArrayCount($L, $L))",
        struct,
        prefix,
        prefix,
        context.compact(field),
        sizes.minOf(context.message().struct(field.type().structName())));
  }

  private static CodeBlock struct(FieldSpec field, ClassName struct, boolean nullable) {
    return nullable
        ? CodeBlock.of(
            "(reader.read$LStructPresence() ? $T.read(reader, messageVersion) : null)",
            field.isTagged() ? "Tagged" : "",
            struct)
        : CodeBlock.of("$T.read(reader, messageVersion)", struct);
  }

  private CodeBlock taggedFields() {
    if (context.flexibleVersions().isEmpty()) {
      return CodeBlock.of("");
    }
    CodeBlock loop =
        context.struct().taggedFields().isEmpty()
            ? statement(CodeBlock.of("reader.skipTaggedFields()"))
            : taggedLoop();
    return context.onlyIfFlexible(loop);
  }

  private CodeBlock taggedLoop() {
    return CodeBlock.builder()
        .beginControlFlow(
            "for (int fieldsLeft = reader.readTaggedFieldCount(); fieldsLeft > 0; fieldsLeft--)")
        .addStatement("int fieldTag = reader.readTag()")
        .addStatement("int fieldSize = reader.readTaggedFieldSize()")
        .addStatement("int fieldStart = reader.remaining()")
        .beginControlFlow("switch (fieldTag)")
        .add(
            context.struct().taggedFields().stream()
                .map(this::taggedCase)
                .collect(
                    Collectors.collectingAndThen(
                        Collectors.toList(), blocks -> CodeBlock.join(blocks, ""))))
        .addStatement("default -> reader.skip(fieldSize)")
        .endControlFlow()
        .addStatement("reader.endTaggedField(fieldStart, fieldSize)")
        .endControlFlow()
        .build();
  }

  private CodeBlock taggedCase(FieldSpec field) {
    CodeBlock.Builder block = CodeBlock.builder().beginControlFlow("case $L ->", field.tag());
    Versions flexible = context.flexibleVersions();
    if (!VersionTest.isAlways(field.versions(), flexible)) {
      block
          .beginControlFlow("if (!($L))", VersionTest.of(field.versions(), flexible))
          .addStatement("throw reader.unexpectedTag(fieldTag, messageVersion)")
          .endControlFlow();
    }
    return block.addStatement("$N = $L", field.name(), value(field)).endControlFlow().build();
  }

  private static CodeBlock statement(CodeBlock code) {
    return CodeBlock.builder().addStatement(code).build();
  }
}
