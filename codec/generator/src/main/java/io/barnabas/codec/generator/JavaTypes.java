package io.barnabas.codec.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;

/** The Java types of one message's fields. */
final class JavaTypes {

  private final ClassName message;

  JavaTypes(ClassName message) {
    this.message = message;
  }

  ClassName message() {
    return message;
  }

  /** The record of a structure: the message itself, or one nested in it. */
  ClassName of(StructSpec struct) {
    return struct.name().equals(message.simpleName()) ? message : nested(struct.name());
  }

  ClassName nested(String structName) {
    return message.nestedClass(structName);
  }

  TypeName of(FieldSpec field) {
    TypeName type = of(field.type());
    return field.isNullable() ? type.annotated(CodecNames.NULLABLE_ANNOTATION) : type;
  }

  TypeName of(FieldType type) {
    if (type instanceof FieldType.OfArray) {
      return ParameterizedTypeName.get(
          ClassName.get(List.class), of(((FieldType.OfArray) type).element()).box());
    }
    return type.isStruct()
        ? nested(type.structName())
        : ofScalar(((FieldType.OfScalar) type).scalar());
  }

  private static TypeName ofScalar(Scalar scalar) {
    return switch (scalar) {
      case BOOL -> TypeName.BOOLEAN;
      case INT8 -> TypeName.BYTE;
      case INT16 -> TypeName.SHORT;
      case UINT16, INT32 -> TypeName.INT;
      case UINT32, INT64 -> TypeName.LONG;
      case FLOAT64 -> TypeName.DOUBLE;
      case UUID -> CodecNames.UUID;
      case STRING -> ClassName.get(String.class);
      case BYTES -> CodecNames.BYTES;
      case RECORDS -> CodecNames.RECORDS;
    };
  }
}
