package io.barnabas.codec.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec.Builder;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;

/** Emits a structure's builder, which starts from the specification's defaults. */
final class BuilderEmitter {

  private final StructContext context;
  private final ClassName name;

  BuilderEmitter(StructContext context) {
    this.context = context;
    this.name = context.className().nestedClass("Builder");
  }

  MethodSpec factory() {
    return MethodSpec.methodBuilder("builder")
        .addJavadoc("A builder with the specification's defaults.\n")
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(name)
        .addStatement("return new $T()", name)
        .build();
  }

  MethodSpec toBuilder() {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder("toBuilder")
            .addJavadoc("A builder with the values of this one.\n")
            .addModifiers(Modifier.PUBLIC)
            .returns(name)
            .addStatement("$1T builder = new $1T()", name);
    for (FieldSpec field : context.struct().fields()) {
      method.addStatement("builder.$1N = this.$1N", field.name());
    }
    return method.addStatement("return builder").build();
  }

  TypeSpec type() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Builder")
            .addJavadoc(
                "Builds {@link $T}; not safe for use by several threads.\n", context.className())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (FieldSpec field : context.struct().fields()) {
      Builder member =
          com.palantir.javapoet.FieldSpec.builder(
              context.types().of(field), field.name(), Modifier.PRIVATE);
      type.addField(member.initializer(context.defaults().valueOf(field)).build());
      type.addMethod(setter(field));
    }
    return type.addMethod(build()).build();
  }

  private MethodSpec setter(FieldSpec field) {
    return MethodSpec.methodBuilder(field.name())
        .addModifiers(Modifier.PUBLIC)
        .returns(name)
        .addParameter(context.types().of(field), field.name())
        .addStatement("this.$1N = $1N", field.name())
        .addStatement("return this")
        .build();
  }

  private MethodSpec build() {
    CodeBlock arguments =
        context.struct().fields().stream()
            .map(field -> CodeBlock.of("$N", field.name()))
            .collect(CodeBlock.joining(", "));
    return MethodSpec.methodBuilder("build")
        .addModifiers(Modifier.PUBLIC)
        .returns(context.className())
        .addStatement("return new $T($L)", context.className(), arguments)
        .build();
  }
}
