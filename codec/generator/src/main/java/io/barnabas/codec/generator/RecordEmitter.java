package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec.Builder;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/** Emits the record of one structure, with all that hangs on it. */
final class RecordEmitter {

  /** What every response calls the time its client shall wait. */
  private static final String THROTTLE = "throttleTimeMs";

  private final StructContext context;

  RecordEmitter(StructContext context) {
    this.context = context;
  }

  /** Ends the method if {@code messageVersion} is not one of the message's. */
  static CodeBlock versionCheck(StructContext context) {
    return CodeBlock.builder()
        .beginControlFlow(
            "if (messageVersion < LOWEST_SUPPORTED_VERSION || messageVersion > HIGHEST_SUPPORTED_VERSION)")
        .addStatement(
            "throw $T.ofMessage($S, messageVersion)",
            CodecNames.UNSUPPORTED,
            context.struct().name())
        .endControlFlow()
        .build();
  }

  TypeSpec emit() {
    TypeSpec.Builder type =
        TypeSpec.recordBuilder(context.className())
            .addModifiers(Modifier.PUBLIC)
            .addJavadoc(Docs.of(context))
            .recordConstructor(constructor());
    if (context.isRoot()) {
      addMessageParts(type);
    } else if (isDefaultNeeded()) {
      type.addField(defaultInstance());
    }
    addCodec(type);
    if (context.message().carriesRecords(context.struct())) {
      type.addMethod(release());
    }
    ErrorCodesEmitter errors = new ErrorCodesEmitter(context);
    if (errors.isNeeded()) {
      type.addMethod(errors.emit());
      type.addMethod(errors.emitChange());
    }
    BuilderEmitter builder = new BuilderEmitter(context);
    return type.addMethod(builder.factory())
        .addMethod(builder.toBuilder())
        .addType(builder.type())
        .build();
  }

  private void addCodec(TypeSpec.Builder type) {
    ReadEmitter reading = new ReadEmitter(context);
    type.addMethod(reading.read());
    if (usedIn(field -> field.type().isArray())) {
      type.addMethod(reading.readItems());
      if (usedIn(field -> field.type().isArray() && field.isNullable())) {
        type.addMethod(reading.readNullableItems());
      }
    }
    type.addMethod(new WriteEmitter(context).write());
  }

  private void addMessageParts(TypeSpec.Builder type) {
    MessageSpec message = context.message();
    type.addAnnotation(CodecNames.GENERATED).addSuperinterface(CodecNames.MESSAGE);
    if (message.apiKey() >= 0) {
      type.addField(constant("API_KEY", message.apiKey(), "The number of the API or record type."));
    }
    type.addField(
            constant("LOWEST_SUPPORTED_VERSION", message.versions().lowest(), "The first version."))
        .addField(
            constant(
                "HIGHEST_SUPPORTED_VERSION",
                message.versions().highest(),
                message.latestVersionUnstable()
                    ? "The last version, which is not stable yet."
                    : "The last version."))
        .addMethod(constantGetter("apiKey", message.apiKey() < 0 ? "(short) -1" : "API_KEY"))
        .addMethod(constantGetter("lowestSupportedVersion", "LOWEST_SUPPORTED_VERSION"))
        .addMethod(constantGetter("highestSupportedVersion", "HIGHEST_SUPPORTED_VERSION"));
    if (message.name().endsWith("Response")
        && context.struct().fields().stream().anyMatch(each -> each.name().equals(THROTTLE))) {
      type.addMethod(withThrottle());
    }
    for (StructSpec nested : message.nested()) {
      type.addType(new RecordEmitter(context.of(nested)).emit());
    }
  }

  private MethodSpec withThrottle() {
    return MethodSpec.methodBuilder("withThrottleTimeMs")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(context.className())
        .addParameter(TypeName.INT, THROTTLE)
        .addStatement("return toBuilder().$1N($1N).build()", THROTTLE)
        .build();
  }

  private MethodSpec constructor() {
    MethodSpec.Builder constructor =
        MethodSpec.compactConstructorBuilder().addModifiers(Modifier.PUBLIC);
    for (FieldSpec field : context.struct().fields()) {
      constructor.addParameter(
          ParameterSpec.builder(context.types().of(field), field.name()).build());
      constructor.addCode(guard(field));
    }
    return constructor.build();
  }

  private static CodeBlock guard(FieldSpec field) {
    CodeBlock.Builder block = CodeBlock.builder();
    if (field.type().isArray()) {
      block.addStatement(
          field.isNullable()
              ? "$1N = $1N == null ? null : $2T.copyOf($1N)"
              : "$1N = $2T.copyOf($1N)",
          field.name(),
          List.class);
    } else if (!field.type().isPrimitive() && !field.isNullable()) {
      block.addStatement("$T.requireNonNull($N, $S)", Objects.class, field.name(), field.name());
    }
    return block.build();
  }

  private MethodSpec release() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("release").addModifiers(Modifier.PUBLIC).returns(TypeName.VOID);
    if (context.isRoot()) {
      method.addAnnotation(Override.class);
    } else {
      method.addJavadoc("Gives back the references to the records in here.\n");
    }
    context.struct().fields().stream()
        .filter(context.message().carriesRecords())
        .forEach(field -> method.addCode(release(field)));
    return method.build();
  }

  private CodeBlock release(FieldSpec field) {
    CodeBlock.Builder block = CodeBlock.builder();
    if (field.isNullable()) {
      block.beginControlFlow("if ($N != null)", field.name());
    }
    if (field.type().isArray()) {
      block
          .beginControlFlow(
              "for ($T each : $N)", context.types().nested(field.type().structName()), field.name())
          .addStatement("each.release()")
          .endControlFlow();
    } else {
      block.addStatement("$N.release()", field.name());
    }
    if (field.isNullable()) {
      block.endControlFlow();
    }
    return block.build();
  }

  private com.palantir.javapoet.FieldSpec defaultInstance() {
    Builder field =
        com.palantir.javapoet.FieldSpec.builder(
            context.className(), "DEFAULT", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
    return field.initializer("builder().build()").build();
  }

  private boolean isDefaultNeeded() {
    return usedIn(field -> field.type().isStruct() && !field.defaultsToNull());
  }

  private boolean usedIn(java.util.function.Predicate<FieldSpec> use) {
    return context
        .message()
        .allFields()
        .filter(field -> field.type().structName().equals(context.struct().name()))
        .anyMatch(use);
  }

  private static com.palantir.javapoet.FieldSpec constant(String name, int value, String about) {
    return com.palantir.javapoet.FieldSpec.builder(
            TypeName.SHORT, name, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("$L\n", about)
        .initializer("$L", value)
        .build();
  }

  private static MethodSpec constantGetter(String name, String constant) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(TypeName.SHORT)
        .addStatement("return $L", constant)
        .build();
  }
}
