package io.barnabas.codec.generator;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import javax.annotation.processing.Generated;

/** The hand-written types that generated code refers to. */
final class CodecNames {

  static final String CODEC = "io.barnabas.codec";
  static final ClassName MESSAGE = ClassName.get(CODEC, "Message");
  static final ClassName READER = ClassName.get(CODEC, "MessageReader");
  static final ClassName WRITER = ClassName.get(CODEC, "MessageWriter");
  static final ClassName UUID = ClassName.get(CODEC, "Uuid");
  static final ClassName BYTES = ClassName.get(CODEC, "Bytes");
  static final ClassName RECORDS = ClassName.get(CODEC, "Records");
  static final ClassName UNSUPPORTED = ClassName.get(CODEC, "UnsupportedVersionException");
  static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
  static final AnnotationSpec NULLABLE_ANNOTATION = AnnotationSpec.builder(NULLABLE).build();
  static final AnnotationSpec GENERATED =
      AnnotationSpec.builder(Generated.class)
          .addMember("value", "$S", "io.barnabas.codec.generator")
          .build();

  private CodecNames() {}
}
