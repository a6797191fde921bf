package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.function.IntConsumer;
import javax.lang.model.element.Modifier;

/** Emits what tells all error codes in a response, without anybody knowing where they lie. */
final class ErrorCodesEmitter {
  private static final String ERROR_CODE = "errorCode";

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
    return field.name().equals(ERROR_CODE) && field.type().isScalar(Scalar.INT16);
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
      return CodeBlock.builder().addStatement("codes.accept($N)", ERROR_CODE).build();
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
}
