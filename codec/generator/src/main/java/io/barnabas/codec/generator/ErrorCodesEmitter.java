package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import javax.lang.model.element.Modifier;

/**
 * Emits what tells and changes all error codes in a response, without anybody knowing where they
 * lie.
 */
final class ErrorCodesEmitter {
  private static final Set<String> ERROR_CODES = Set.of("errorCode", "partitionErrorCode");
  private static final String MESSAGE = "errorMessage";

  private final StructContext context;

  ErrorCodesEmitter(StructContext context) {
    this.context = context;
  }

  /** Whether the structure is of a response and has an error code in it or below it. */
  boolean isNeeded() {
    return context.message().name().endsWith("Response") && carries(context.struct());
  }

  private boolean carries(StructSpec struct) {
    return struct.fields().stream().anyMatch(this::carries);
  }

  private boolean carries(FieldSpec field) {
    String struct = field.type().structName();
    return isCode(field) || !struct.isEmpty() && carries(context.message().struct(struct));
  }

  private static boolean isCode(FieldSpec field) {
    return ERROR_CODES.contains(field.name()) && field.type().isScalar(Scalar.INT16);
  }

  MethodSpec emit() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("errorCodes")
            .addModifiers(Modifier.PUBLIC)
            .returns(TypeName.VOID)
            .addParameter(IntConsumer.class, "codes");
    if (context.isRoot()) {
      method.addAnnotation(Override.class);
    } else {
      method.addJavadoc("Tells all error codes in here.\n");
    }
    context.struct().fields().stream()
        .filter(this::carries)
        .forEach(field -> method.addCode(tell(field)));
    return method.build();
  }

  private CodeBlock tell(FieldSpec field) {
    if (isCode(field)) {
      return CodeBlock.builder().addStatement("codes.accept($N)", field.name()).build();
    }
    CodeBlock.Builder block = CodeBlock.builder();
    if (field.isNullable()) {
      block.beginControlFlow("if ($N != null)", field.name());
    }
    if (field.type().isArray()) {
      block
          .beginControlFlow(
              "for ($T each : $N)", context.types().nested(field.type().structName()), field.name())
          .addStatement("each.errorCodes(codes)")
          .endControlFlow();
    } else {
      block.addStatement("$N.errorCodes(codes)", field.name());
    }
    if (field.isNullable()) {
      block.endControlFlow();
    }
    return block.build();
  }

  /** The same response with other codes; what was said about a code that changed is dropped. */
  MethodSpec emitChange() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("withErrorCodes")
            .addModifiers(Modifier.PUBLIC)
            .returns(context.className())
            .addParameter(TypeName.SHORT, "messageVersion")
            .addParameter(IntUnaryOperator.class, "change")
            .addStatement("Builder builder = toBuilder()");
    if (context.isRoot()) {
      method.addAnnotation(Override.class);
    } else {
      method.addJavadoc("The same with all error codes in here changed.\n");
    }
    context.struct().fields().stream()
        .filter(this::carries)
        .forEach(field -> method.addCode(where(field.versions(), change(field))));
    return method.addStatement("return builder.build()").build();
  }

  private CodeBlock where(Versions versions, CodeBlock body) {
    return VersionTest.isAlways(versions, context.versions())
        ? body
        : CodeBlock.builder()
            .beginControlFlow("if ($L)", VersionTest.of(versions, context.versions()))
            .add(body)
            .endControlFlow()
            .build();
  }

  private CodeBlock change(FieldSpec field) {
    return isCode(field) ? changeCode(field) : changeBelow(field);
  }

  private CodeBlock changeCode(FieldSpec field) {
    CodeBlock.Builder block =
        CodeBlock.builder()
            .addStatement("builder.$1N = (short) change.applyAsInt($1N)", field.name());
    for (FieldSpec each : context.struct().fields()) {
      if (each.name().equals(MESSAGE) && each.isNullable()) {
        CodeBlock dropped =
            CodeBlock.builder()
                .beginControlFlow("if (builder.$1N != $1N)", field.name())
                .addStatement("builder.$N = null", MESSAGE)
                .endControlFlow()
                .build();
        block.add(where(each.nullableVersions().intersect(each.versions()), dropped));
      }
    }
    return block.build();
  }

  private CodeBlock changeBelow(FieldSpec field) {
    CodeBlock changed =
        field.type().isArray()
            ? CodeBlock.of(
                "$N.stream().map(each -> each.withErrorCodes(messageVersion, change)).toList()",
                field.name())
            : CodeBlock.of("$N.withErrorCodes(messageVersion, change)", field.name());
    return field.isNullable()
        ? CodeBlock.builder()
            .addStatement("builder.$1N = $1N == null ? null : $2L", field.name(), changed)
            .build()
        : CodeBlock.builder().addStatement("builder.$N = $L", field.name(), changed).build();
  }
}
