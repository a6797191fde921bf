package io.barnabas.codec.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Emits classes that find the message to read by its number. */
final class DispatchEmitter {

  private static final ClassName API_KEY = ClassName.get(CodecNames.CODEC, "ApiKey");

  private final String javaPackage;

  DispatchEmitter(String javaPackage) {
    this.javaPackage = javaPackage;
  }

  /** Reads requests, or responses, by {@code ApiKey}. */
  TypeSpec byApiKey(String className, String what, List<MessageSpec> messages) {
    CodeBlock.Builder cases = CodeBlock.builder().add("return switch (key) {\n$>");
    for (MessageSpec message : sorted(messages)) {
      cases.addStatement(
          "case $L -> $T.read(reader, version)",
          JavaNames.ofConstant(ApiKeyEmitter.wireName(message)),
          ClassName.get(javaPackage, message.name()));
    }
    cases.add("$<};\n");
    return type(className, "Reads the " + what + " of every API.")
        .addMethod(
            reading("read", "Reads the body of a " + what.substring(0, what.length() - 1) + ".")
                .addParameter(API_KEY, "key")
                .addParameter(CodecNames.READER, "reader")
                .addParameter(TypeName.SHORT, "version")
                .addCode(cases.build())
                .build())
        .build();
  }

  /** Reads records by the number of their type. */
  TypeSpec.Builder byNumber(String className, String about) {
    return type(className, about);
  }

  MethodSpec readByNumber(String name, String about, List<MessageSpec> messages) {
    return reading(name, about)
        .addParameter(TypeName.SHORT, "apiKey")
        .addParameter(CodecNames.READER, "reader")
        .addParameter(TypeName.SHORT, "version")
        .addCode(
            numberSwitch(
                messages, message -> CodeBlock.of("$T.read(reader, version)", type(message))))
        .build();
  }

  MethodSpec highestVersion(String name, List<MessageSpec> messages) {
    return MethodSpec.methodBuilder(name)
        .addJavadoc(
            "The last version of the type.\n\n@throws $T if there is no type with this number\n",
            CodecNames.UNSUPPORTED)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(TypeName.SHORT)
        .addParameter(TypeName.SHORT, "apiKey")
        .addCode(
            numberSwitch(
                messages, message -> CodeBlock.of("$T.HIGHEST_SUPPORTED_VERSION", type(message))))
        .build();
  }

  private ClassName type(MessageSpec message) {
    return ClassName.get(javaPackage, message.name());
  }

  private static CodeBlock numberSwitch(
      List<MessageSpec> messages, java.util.function.Function<MessageSpec, CodeBlock> result) {
    CodeBlock.Builder cases = CodeBlock.builder().add("return switch (apiKey) {\n$>");
    for (MessageSpec message : sorted(messages)) {
      cases.addStatement("case $L -> $L", message.apiKey(), result.apply(message));
    }
    cases.addStatement(
        "default -> throw new $T($S + apiKey)",
        CodecNames.UNSUPPORTED,
        "There is no record type with the number ");
    return cases.add("$<};\n").build();
  }

  private static List<MessageSpec> sorted(List<MessageSpec> messages) {
    return messages.stream().sorted(Comparator.comparingInt(MessageSpec::apiKey)).toList();
  }

  private static MethodSpec.Builder reading(String name, String about) {
    return MethodSpec.methodBuilder(name)
        .addJavadoc(
            "$L\n\n@throws $T if the version, or the number, is unknown\n",
            about,
            CodecNames.UNSUPPORTED)
        .addJavadoc(
            "@throws $T if the bytes are no such message\n",
            ClassName.get(CodecNames.CODEC, "MalformedMessageException"))
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(CodecNames.MESSAGE);
  }

  private static TypeSpec.Builder type(String className, String about) {
    return TypeSpec.classBuilder(className)
        .addAnnotation(CodecNames.GENERATED)
        .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
        .addJavadoc("$L\n", about)
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
  }
}
